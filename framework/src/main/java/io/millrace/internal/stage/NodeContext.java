package io.millrace.internal.stage;

import io.millrace.internal.operator.LateRecords;
import io.millrace.internal.operator.Whence;
import io.millrace.internal.plan.NearestName;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.Record;
import io.millrace.processor.RecordMetadata;
import io.millrace.state.StoreDefinition;
import java.util.Map;
import java.util.Optional;

/**
 * The context of one processor. Confined to the worker.
 *
 * @param stores the views of the stores that were declared for it, by name
 */
record NodeContext(
        StageContext stageContext, String node, NodeTime time, Downstream downstream, Map<String, Object> stores)
        implements ProcessorContext<Object, Object>, LateRecords, Whence {

    NodeContext {
        stores = Map.copyOf(stores);
    }

    @Override
    public void forward(Record<Object, Object> record) {
        downstream.forward(record);
    }

    @Override
    public void forward(Record<Object, Object> record, String child) {
        downstream.forward(record, child);
    }

    @Override
    public RecordMetadata recordMetadata() {
        return stageContext.current().metadata();
    }

    @Override
    public <S> S getStateStore(StoreDefinition<S> store) {
        return getStateStore(store.name());
    }

    @Override
    @SuppressWarnings("unchecked") // the caller's word, or the definition's type
    public <S> S getStateStore(String name) {
        Object store = stores.get(name);
        if (store == null) {
            throw new IllegalArgumentException("'%s' has no store '%s': pass its definition with the processor. %s"
                    .formatted(node, name, NearestName.suggest(name, stores.keySet())));
        }
        return (S) store;
    }

    @Override
    public long currentSystemTimeMs() {
        return stageContext.time().currentTimeMillis();
    }

    @Override
    public long currentWatermarkMs() {
        return time.watermark(node);
    }

    @Override
    public Optional<RecordMetadata> whence() {
        return stageContext.current().whence();
    }

    @Override
    public void countLate() {
        stageContext.meter().late();
    }

    @Override
    public String topology() {
        return stageContext.topology();
    }

    @Override
    public String stage() {
        return stageContext.stage();
    }
}
