package io.millrace.processor;

import org.jspecify.annotations.Nullable;

/** Makes one {@link FixedKeyProcessor} for each worker of a stage. Must return a new instance at every call. Thread-safe. */
@FunctionalInterface
public interface FixedKeyProcessorSupplier<
        K extends @Nullable Object, VIn extends @Nullable Object, VOut extends @Nullable Object> {

    FixedKeyProcessor<K, VIn, VOut> get();

    /** Returns this as a supplier of processors that keep the keys of their records. */
    default ProcessorSupplier<K, VIn, K, VOut> keepingKeys() {
        return () -> new KeyKeeper<>(get());
    }
}
