package io.millrace.internal.operator;

import org.jspecify.annotations.Nullable;

/** What an aggregation makes of the aggregates of sessions that become one. Thread-safe. */
@FunctionalInterface
public interface Merging<K, A> {

    /** Returns the aggregate of all that is in both, null for none; {@code before} is null at the first session. */
    @Nullable
    A merge(K key, @Nullable A before, A next);
}
