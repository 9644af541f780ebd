package io.millrace.processor;

import org.jspecify.annotations.Nullable;

/** Joins two values into one of the same type. The workers of a stage share one instance: it must be thread-safe, and must not block. */
@FunctionalInterface
public interface Reducer<V> {

    /**
     * Returns a new value; neither argument may be changed. Null removes the entry.
     *
     * @param aggregate what the values before were reduced to
     */
    @Nullable
    V apply(V aggregate, V value);
}
