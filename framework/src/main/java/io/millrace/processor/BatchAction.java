package io.millrace.processor;

import org.jspecify.annotations.Nullable;

/**
 * Does something with the records that one epoch brought of one partition, such as writing them to a database in one go.
 *
 * <p>The workers of a stage share one instance: it must be thread-safe. It may take a while, as nothing flows in its worker
 * meanwhile, but not so long that the poll thread, where that runs the worker, misses {@code max.poll.interval.ms}.
 */
@FunctionalInterface
public interface BatchAction<K extends @Nullable Object, V extends @Nullable Object> {

    void apply(Batch<K, V> batch);
}
