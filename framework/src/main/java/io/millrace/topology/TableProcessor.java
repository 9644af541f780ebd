package io.millrace.topology;

import io.millrace.internal.operator.DroppedRecords;
import io.millrace.processor.Processor;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.Record;
import io.millrace.state.StoreDefinition;
import io.millrace.state.ValueState;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Keeps the last value of each key and forwards it; a null value removes. Confined to the worker. */
final class TableProcessor<K, V> implements Processor<K, V, K, V> {

    private final String node;
    private final StoreDefinition<ValueState<V>> store;
    private @Nullable TableWriter<K, V> table;
    private @Nullable DroppedRecords dropped;

    TableProcessor(String node, StoreDefinition<ValueState<V>> store) {
        this.node = node;
        this.store = store;
    }

    @Override
    public void init(ProcessorContext<K, V> context) {
        table = new TableWriter<>(context, store);
        dropped = new DroppedRecords(context, node);
    }

    @Override
    public void process(Record<K, V> record) {
        if (record.key() == null) {
            Objects.requireNonNull(dropped, "init comes before process").withoutKey();
        } else {
            Objects.requireNonNull(table, "init comes before process").update(record, record.value());
        }
    }
}
