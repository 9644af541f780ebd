package io.millrace.simulation;

import io.millrace.processor.FixedKeyProcessor;
import io.millrace.processor.FixedKeyProcessorContext;
import io.millrace.processor.FixedKeyRecord;
import io.millrace.state.KeyValueStore;
import io.millrace.state.StoreDefinition;
import io.millrace.state.ValueState;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Adds each record to the folds of its key, and its stamp to the record's value. Confined to the worker. */
abstract class FoldingProcessor implements FixedKeyProcessor<String, String, String> {

    private final String store;
    private @Nullable FixedKeyProcessorContext<String, String> context;

    private FoldingProcessor(String store) {
        this.store = store;
    }

    @Override
    public void init(FixedKeyProcessorContext<String, String> newContext) {
        context = newContext;
    }

    @Override
    public void process(FixedKeyRecord<String, String> record) {
        Folds before = get(record.key());
        Folds after = (before == null ? Folds.EMPTY : before).plus(record.value());
        put(record.key(), after);
        context().forward(record.withValue(after.stamped(record.value(), store, record.key())));
    }

    abstract @Nullable Folds get(String key);

    abstract void put(String key, Folds folds);

    FixedKeyProcessorContext<String, String> context() {
        return Objects.requireNonNull(context, "init comes first");
    }

    /** Keeps them as a value of the key. */
    static final class OfValue extends FoldingProcessor {
        private final StoreDefinition<ValueState<Folds>> definition;

        OfValue(StoreDefinition<ValueState<Folds>> definition) {
            super(definition.name());
            this.definition = definition;
        }

        @Override
        @Nullable
        Folds get(String key) {
            return context().getStateStore(definition).get();
        }

        @Override
        void put(String key, Folds folds) {
            context().getStateStore(definition).set(folds);
        }
    }

    /** Keeps them in a store that all keys of the partition share. */
    static final class OfPartition extends FoldingProcessor {
        private final StoreDefinition<KeyValueStore<String, Folds>> definition;

        OfPartition(StoreDefinition<KeyValueStore<String, Folds>> definition) {
            super(definition.name());
            this.definition = definition;
        }

        @Override
        @Nullable
        Folds get(String key) {
            return context().getStateStore(definition).get(key);
        }

        @Override
        void put(String key, Folds folds) {
            context().getStateStore(definition).put(key, folds);
        }
    }
}
