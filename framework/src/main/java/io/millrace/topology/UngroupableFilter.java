package io.millrace.topology;

import io.millrace.internal.operator.DroppedRecords;
import io.millrace.processor.Processor;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.Record;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Drops the records that what follows does not take, before they are moved for it. Confined to the worker. */
final class UngroupableFilter<K, V> implements Processor<K, V, K, V> {

    private final String node;
    private final Needed needed;
    private @Nullable ProcessorContext<K, V> context;
    private @Nullable DroppedRecords dropped;

    UngroupableFilter(String node, Needed needed) {
        this.node = node;
        this.needed = needed;
    }

    @Override
    public void init(ProcessorContext<K, V> newContext) {
        context = newContext;
        dropped = new DroppedRecords(newContext, node);
    }

    @Override
    public void process(Record<K, V> record) {
        if (!needed.isMissing(record, Objects.requireNonNull(dropped, "init comes before process"))) {
            Objects.requireNonNull(context, "init comes before process").forward(record);
        }
    }
}
