package io.millrace.processor;

import org.jspecify.annotations.Nullable;

/**
 * Joins the aggregates of two sessions of a key that have become one. The workers of a stage share one instance: it must be
 * thread-safe, and must not block.
 */
@FunctionalInterface
public interface Merger<K, A> {

    /** Returns a new aggregate; neither argument may be changed. Null removes the entry. */
    @Nullable
    A apply(K key, A one, A other);
}
