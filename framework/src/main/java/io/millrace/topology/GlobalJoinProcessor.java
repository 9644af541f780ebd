package io.millrace.topology;

import io.millrace.internal.operator.DroppedRecords;
import io.millrace.processor.KeyValueMapper;
import io.millrace.processor.Processor;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.ProcessorSupplier;
import io.millrace.processor.Record;
import io.millrace.processor.ValueJoiner;
import io.millrace.state.ReadOnlyKeyValueStore;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Looks each record's match up in a global table. Records without a value are dropped, as in Kafka Streams: there is nothing to join.
 *
 * <p>Confined to the worker.
 */
final class GlobalJoinProcessor<K, V, T, W, R> implements Processor<K, V, K, R> {

    private final String node;
    private final String table;
    private final KeyValueMapper<? super K, ? super V, ? extends @Nullable T> keySelector;
    private final Outcome<K, V, W, R> outcome;
    private @Nullable ProcessorContext<K, R> context;
    private @Nullable ReadOnlyKeyValueStore<T, W> entries;
    private @Nullable DroppedRecords dropped;

    private GlobalJoinProcessor(
            String node,
            String table,
            KeyValueMapper<? super K, ? super V, ? extends @Nullable T> keySelector,
            Outcome<K, V, W, R> outcome) {
        this.node = node;
        this.table = table;
        this.keySelector = keySelector;
        this.outcome = outcome;
    }

    /** What becomes of a record that was looked up. */
    interface Outcome<K, V, W, R> {

        /** {@code match} is null if the record has no key to look for, or the table no entry for it. */
        void forward(Record<K, V> record, @Nullable W match, ProcessorContext<K, R> context);
    }

    static <K, V, T, W, R> ProcessorSupplier<K, V, K, R> supplier(
            String node,
            String table,
            KeyValueMapper<? super K, ? super V, ? extends @Nullable T> keySelector,
            Outcome<K, V, W, R> outcome) {
        return () -> new GlobalJoinProcessor<K, V, T, W, R>(node, table, keySelector, outcome);
    }

    /** Returns the outcome of a join: what has no match goes no further. */
    static <K, V, W, R> Outcome<K, V, W, R> inner(ValueJoiner<? super V, ? super W, ? extends R> joiner) {
        return (record, match, context) -> {
            if (match != null) {
                context.forward(record.<R>withValue(joiner.apply(record.value(), match)));
            }
        };
    }

    /** Returns the outcome of a left join: what has no match is joined with null. */
    @SuppressWarnings("NullAway") // the joiner takes null, but not so that NullAway sees it
    static <K, V, W, R> Outcome<K, V, W, R> left(ValueJoiner<? super V, ? super @Nullable W, ? extends R> joiner) {
        return (record, match, context) -> context.forward(record.<R>withValue(joiner.apply(record.value(), match)));
    }

    @Override
    public void init(ProcessorContext<K, R> newContext) {
        context = newContext;
        entries = newContext.getStateStore(table);
        dropped = new DroppedRecords(newContext, node);
    }

    @Override
    public void process(Record<K, V> record) {
        if (record.value() == null) {
            Objects.requireNonNull(dropped, "init comes before process").withoutValue();
            return;
        }
        @Nullable T key = keySelector.apply(record.key(), record.value());
        @Nullable
        W match = key == null
                ? null
                : Objects.requireNonNull(entries, "init comes before process").get(key);
        outcome.forward(record, match, Objects.requireNonNull(context, "init comes before process"));
    }
}
