package io.millrace.processor;

import org.jspecify.annotations.Nullable;

/**
 * Makes one {@link Processor} for each source partition: opened when the partition is assigned to this instance of the
 * service, closed when it is taken away. Must return a new instance at every call. Thread-safe.
 */
@FunctionalInterface
public interface PartitionProcessorSupplier<
        KIn extends @Nullable Object,
        VIn extends @Nullable Object,
        KOut extends @Nullable Object,
        VOut extends @Nullable Object> {

    Processor<KIn, VIn, KOut, VOut> get(SourcePartition partition);
}
