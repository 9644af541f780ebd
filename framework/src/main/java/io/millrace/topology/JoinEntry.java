package io.millrace.topology;

import io.millrace.internal.operator.DroppedRecords;
import io.millrace.internal.operator.JoinSide;
import io.millrace.internal.operator.Sided;
import io.millrace.processor.Processor;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.ProcessorSupplier;
import io.millrace.processor.Record;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Marks values as those of one side of a join, and drops records that can't be joined. Confined to the worker. */
final class JoinEntry<K, V> implements Processor<K, V, K, Sided> {

    private final String node;
    private final JoinSide side;
    private final Needed needed;
    private @Nullable ProcessorContext<K, Sided> context;
    private @Nullable DroppedRecords dropped;

    private JoinEntry(String node, JoinSide side, Needed needed) {
        this.node = node;
        this.side = side;
        this.needed = needed;
    }

    static <K, V> ProcessorSupplier<K, V, K, Sided> supplier(String node, JoinSide side, Needed needed) {
        return () -> new JoinEntry<>(node, side, needed);
    }

    @Override
    public void init(ProcessorContext<K, Sided> newContext) {
        context = newContext;
        dropped = new DroppedRecords(newContext, node);
    }

    @Override
    public void process(Record<K, V> record) {
        if (!needed.isMissing(record, Objects.requireNonNull(dropped, "init comes before process"))) {
            Objects.requireNonNull(context, "init comes before process")
                    .forward(record.withValue(new Sided(side, record.value())));
        }
    }
}
