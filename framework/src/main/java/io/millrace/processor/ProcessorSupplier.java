package io.millrace.processor;

import org.jspecify.annotations.Nullable;

/** Makes one {@link Processor} for each worker of a stage. Must return a new instance at every call. Thread-safe. */
@FunctionalInterface
public interface ProcessorSupplier<
        KIn extends @Nullable Object,
        VIn extends @Nullable Object,
        KOut extends @Nullable Object,
        VOut extends @Nullable Object> {

    Processor<KIn, VIn, KOut, VOut> get();
}
