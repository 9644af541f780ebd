package io.millrace.sink;

import org.jspecify.annotations.Nullable;

/**
 * Where records go that do not go to Kafka: a database, a cache, another service. Makes one {@link BatchWriter} for each worker that
 * has records for it.
 *
 * <p>Thread-safe.
 */
@FunctionalInterface
public interface Sink<K extends @Nullable Object, V extends @Nullable Object> {

    /**
     * Returns a new writer. Called before the worker's first batch, by the thread that will write, so that it may wait for a
     * connection. What it throws is treated as a failed try of that batch.
     */
    BatchWriter<K, V> writer(SinkContext context);

    /** Returns how often what is written takes effect; default {@link SinkEffect#AT_LEAST_ONCE}. */
    default SinkEffect effect() {
        return SinkEffect.AT_LEAST_ONCE;
    }
}
