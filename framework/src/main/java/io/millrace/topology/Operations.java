package io.millrace.topology;

import io.millrace.processor.ForeachAction;
import io.millrace.processor.KeyValue;
import io.millrace.processor.KeyValueMapper;
import io.millrace.processor.Predicate;
import io.millrace.processor.Processor;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.ProcessorSupplier;
import io.millrace.processor.Record;
import io.millrace.processor.ValueMapperWithKey;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The ready-made operators behind the methods of {@link KStream}: each turns a user's function into a processor. */
final class Operations {

    private Operations() {}

    static <K, V> ProcessorSupplier<K, V, K, V> pass() {
        return steps((record, context) -> context.forward(record));
    }

    static <K, V> ProcessorSupplier<K, V, K, V> filter(Predicate<? super K, ? super V> predicate) {
        return steps((record, context) -> {
            if (predicate.test(record.key(), record.value())) {
                context.forward(record);
            }
        });
    }

    static <K, V> ProcessorSupplier<K, V, K, V> peek(ForeachAction<? super K, ? super V> action) {
        return steps((record, context) -> {
            action.apply(record.key(), record.value());
            context.forward(record);
        });
    }

    static <K, V> ProcessorSupplier<K, V, Void, Void> foreach(ForeachAction<? super K, ? super V> action) {
        return steps((record, context) -> action.apply(record.key(), record.value()));
    }

    static <K, V, L, W> ProcessorSupplier<K, V, L, W> map(
            KeyValueMapper<? super K, ? super V, ? extends KeyValue<? extends L, ? extends W>> mapper) {
        return steps((record, context) -> context.forward(with(record, mapper.apply(record.key(), record.value()))));
    }

    static <K, V, W> ProcessorSupplier<K, V, K, W> mapValues(
            ValueMapperWithKey<? super K, ? super V, ? extends W> mapper) {
        return steps(
                (record, context) -> context.forward(record.<W>withValue(mapper.apply(record.key(), record.value()))));
    }

    static <K, V, L> ProcessorSupplier<K, V, L, V> selectKey(KeyValueMapper<? super K, ? super V, ? extends L> mapper) {
        return steps(
                (record, context) -> context.forward(record.<L>withKey(mapper.apply(record.key(), record.value()))));
    }

    static <K, V, L, W> ProcessorSupplier<K, V, L, W> flatMap(
            KeyValueMapper<? super K, ? super V, ? extends Iterable<? extends KeyValue<? extends L, ? extends W>>>
                    mapper) {
        return steps((record, context) -> {
            for (KeyValue<? extends L, ? extends W> result :
                    notNull("flatMap", mapper.apply(record.key(), record.value()))) {
                context.forward(with(record, result));
            }
        });
    }

    static <K, V, W> ProcessorSupplier<K, V, K, W> flatMapValues(
            ValueMapperWithKey<? super K, ? super V, ? extends Iterable<? extends W>> mapper) {
        return steps((record, context) -> {
            for (W value : notNull("flatMapValues", mapper.apply(record.key(), record.value()))) {
                context.forward(record.<W>withValue(value));
            }
        });
    }

    /** Maps the entries of a table; removals stay removals. */
    static <K, V, W> ProcessorSupplier<K, V, K, W> mapEntries(EntryMapper<K, V, W> mapper) {
        return steps((record, context) -> context.forward(
                withValueOrNull(record, record.value() == null ? null : mapper.apply(record.key(), record.value()))));
    }

    /** What becomes of an entry; null if nothing does. */
    interface EntryMapper<K, V, W> {
        @Nullable
        W apply(K key, V value);
    }

    @SuppressWarnings("NullAway") // the type of a record's value may include null, but not so that NullAway sees it
    static <K, W> Record<K, W> withValueOrNull(Record<K, ?> record, @Nullable W value) {
        return record.withValue(value);
    }

    /** Forwards each record to the first branch whose predicate holds, else to {@code otherwise}, if there is one. */
    static <K, V> ProcessorSupplier<K, V, K, V> split(List<Branch<K, V>> branches, @Nullable String otherwise) {
        return steps((record, context) -> {
            for (Branch<K, V> branch : branches) {
                if (branch.predicate().test(record.key(), record.value())) {
                    context.forward(record, branch.node());
                    return;
                }
            }
            if (otherwise != null) {
                context.forward(record, otherwise);
            }
        });
    }

    /** A condition and the name of the node that takes the records which meet it. */
    record Branch<K, V>(Predicate<? super K, ? super V> predicate, String node) {}

    private static <L, W> Record<L, W> with(
            Record<?, ?> record, @Nullable KeyValue<? extends L, ? extends W> keyValue) {
        KeyValue<? extends L, ? extends W> result = notNull("map", keyValue);
        return new Record<>(result.key(), result.value(), record.timestamp(), record.headers());
    }

    private static <T> T notNull(String operation, @Nullable T result) {
        return Objects.requireNonNull(
                result, () -> "The function given to " + operation + " returned null; to drop a record, use filter");
    }

    private static <K, V, L, W> ProcessorSupplier<K, V, L, W> steps(Step<K, V, L, W> step) {
        return () -> new StepProcessor<>(step);
    }

    /** What an operator does with one record. */
    private interface Step<K, V, L, W> {
        void apply(Record<K, V> record, ProcessorContext<L, W> context);
    }

    private static final class StepProcessor<K, V, L, W> implements Processor<K, V, L, W> {
        private final Step<K, V, L, W> step;
        private @Nullable ProcessorContext<L, W> context;

        StepProcessor(Step<K, V, L, W> step) {
            this.step = step;
        }

        @Override
        public void init(ProcessorContext<L, W> newContext) {
            context = newContext;
        }

        @Override
        public void process(Record<K, V> record) {
            step.apply(record, Objects.requireNonNull(context, "init comes before process"));
        }
    }
}
