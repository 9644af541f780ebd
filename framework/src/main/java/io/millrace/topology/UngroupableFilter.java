package io.millrace.topology;

import io.millrace.internal.operator.DroppedRecords;
import io.millrace.processor.Processor;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.Record;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Drops the records that no aggregation takes, before they are moved for one. Confined to the worker. */
final class UngroupableFilter<K, V> implements Processor<K, V, K, V> {

    private final String node;
    private @Nullable ProcessorContext<K, V> context;
    private @Nullable DroppedRecords dropped;

    UngroupableFilter(String node) {
        this.node = node;
    }

    @Override
    public void init(ProcessorContext<K, V> newContext) {
        context = newContext;
        dropped = new DroppedRecords(newContext, node);
    }

    @Override
    public void process(Record<K, V> record) {
        if (record.key() == null) {
            Objects.requireNonNull(dropped, "init comes before process").withoutKey();
        } else if (record.value() == null) {
            Objects.requireNonNull(dropped, "init comes before process").withoutValue();
        } else {
            Objects.requireNonNull(context, "init comes before process").forward(record);
        }
    }
}
