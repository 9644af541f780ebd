package io.millrace.internal.operator;

import io.millrace.processor.Processor;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.ProcessorSupplier;
import io.millrace.processor.Record;
import io.millrace.processor.ValueJoiner;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Joins each record of a stream, on the left, with what a table has under its key at that moment. Updates of the table give
 * nothing.
 *
 * <p>Confined to the worker.
 */
public final class StreamTableJoin<K, V> implements Processor<K, Sided, K, V> {

    private final JoinKind kind;
    private final ValueJoiner<?, ?, ? extends V> joiner;
    private final TableLookup lookup;
    private @Nullable ProcessorContext<K, V> context;
    private @Nullable JoinedTable table;

    private StreamTableJoin(JoinKind kind, ValueJoiner<?, ?, ? extends V> joiner, TableLookup lookup) {
        this.kind = kind;
        this.joiner = joiner;
        this.lookup = lookup;
    }

    /** Returns what makes them; {@code joiner} takes a value of the stream and one of the table. */
    public static <K, V> ProcessorSupplier<K, Sided, K, V> supplier(
            JoinKind kind, ValueJoiner<?, ?, ? extends V> joiner, TableLookup lookup) {
        return () -> new StreamTableJoin<>(kind, joiner, lookup);
    }

    @Override
    public void init(ProcessorContext<K, V> newContext) {
        context = newContext;
        table = lookup.open(newContext);
    }

    @Override
    public void process(Record<K, Sided> record) {
        JoinedTable entries = Objects.requireNonNull(table, "init comes before process");
        @Nullable Object value = record.value().value();
        if (record.value().side() == JoinSide.RIGHT) {
            entries.updated(value);
            return;
        }
        @Nullable Object match = record.key() == null ? null : entries.value(record.key());
        if (match != null || kind.keeps(JoinSide.LEFT)) {
            V joined = Sided.join(joiner, JoinSide.LEFT, value, match);
            Objects.requireNonNull(context, "init comes before process").forward(record.withValue(joined));
        }
    }
}
