package io.millrace.processor;

import org.jspecify.annotations.Nullable;

/** Adds a value to the aggregate of its key. The workers of a stage share one instance: it must be thread-safe, and must not block. */
@FunctionalInterface
public interface Aggregator<K, V, A> {

    /** Returns a new aggregate; {@code aggregate} may not be changed. Null removes the entry. */
    @Nullable
    A apply(K key, V value, A aggregate);
}
