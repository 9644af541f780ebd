package io.millrace.topology;

import io.millrace.internal.operator.Addition;
import io.millrace.internal.operator.DroppedRecords;
import io.millrace.processor.Processor;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.Record;
import io.millrace.state.StoreDefinition;
import io.millrace.state.ValueState;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Adds each record to the aggregate of its key and forwards the new aggregate. Confined to the worker. */
final class AggregationProcessor<K, V, A> implements Processor<K, V, K, A> {

    private final String node;
    private final StoreDefinition<ValueState<A>> store;
    private final Addition<K, V, A> addition;
    private @Nullable TableWriter<K, A> table;
    private @Nullable DroppedRecords dropped;

    AggregationProcessor(String node, StoreDefinition<ValueState<A>> store, Addition<K, V, A> addition) {
        this.node = node;
        this.store = store;
        this.addition = addition;
    }

    @Override
    public void init(ProcessorContext<K, A> context) {
        table = new TableWriter<>(context, store);
        dropped = new DroppedRecords(context, node);
    }

    @Override
    public void process(Record<K, V> record) {
        if (record.key() == null) {
            Objects.requireNonNull(dropped, "init comes before process").withoutKey();
        } else if (record.value() == null) {
            Objects.requireNonNull(dropped, "init comes before process").withoutValue();
        } else {
            add(record, Objects.requireNonNull(table, "init comes before process"));
        }
    }

    private void add(Record<K, V> record, TableWriter<K, A> entries) {
        entries.update(record, addition.add(record.key(), record.value(), entries.current()));
    }
}
