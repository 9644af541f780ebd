package io.millrace.internal.operator;

import io.millrace.processor.Processor;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.ProcessorSupplier;
import io.millrace.processor.Record;
import io.millrace.processor.ValueJoiner;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Joins the entries of two tables under each key, and gives the new result whenever one of them changes; null where there is none
 * any more.
 *
 * <p>Confined to the worker.
 */
public final class TableTableJoin<K, V> implements Processor<K, Sided, K, V> {

    private final JoinKind kind;
    private final ValueJoiner<?, ?, ? extends V> joiner;
    private final Map<JoinSide, TableLookup> lookups;
    private final Map<JoinSide, JoinedTable> tables = new EnumMap<>(JoinSide.class);
    private @Nullable ProcessorContext<K, V> context;

    private TableTableJoin(JoinKind kind, ValueJoiner<?, ?, ? extends V> joiner, Map<JoinSide, TableLookup> lookups) {
        this.kind = kind;
        this.joiner = joiner;
        this.lookups = lookups;
    }

    /** Returns what makes them; {@code joiner} takes a value of each table. */
    public static <K, V> ProcessorSupplier<K, Sided, K, V> supplier(
            JoinKind kind, ValueJoiner<?, ?, ? extends V> joiner, Map<JoinSide, TableLookup> lookups) {
        return () -> new TableTableJoin<>(kind, joiner, lookups);
    }

    @Override
    public void init(ProcessorContext<K, V> newContext) {
        context = newContext;
        lookups.forEach((side, lookup) -> tables.put(side, lookup.open(newContext)));
    }

    @Override
    public void process(Record<K, Sided> record) {
        JoinSide side = record.value().side();
        JoinedTable changed = table(side);
        changed.updated(record.value().value());
        @Nullable Object here = changed.seen(record.key(), record.value().value());
        @Nullable Object there = table(side.other()).value(record.key());
        boolean matters = there != null || kind.keeps(side);
        if (matters) {
            forward(record, result(side, here, there));
        }
    }

    private @Nullable V result(JoinSide side, @Nullable Object here, @Nullable Object there) {
        boolean both = here != null && there != null;
        boolean oneIsEnough = (here != null && kind.keeps(side)) || (there != null && kind.keeps(side.other()));
        return both || oneIsEnough ? Sided.join(joiner, side, here, there) : null;
    }

    @SuppressWarnings("NullAway") // the type of a record's value may include null, but not so that NullAway sees it
    private void forward(Record<K, Sided> record, @Nullable V result) {
        Objects.requireNonNull(context, "init comes before process").forward(record.withValue(result));
    }

    private JoinedTable table(JoinSide side) {
        return Objects.requireNonNull(tables.get(side), "init comes before process");
    }
}
