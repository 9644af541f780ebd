package io.millrace.internal.operator;

import org.jspecify.annotations.Nullable;

/** What an aggregation makes of one value. Thread-safe. */
@FunctionalInterface
public interface Addition<K, V, A> {

    /** Returns the new aggregate, null for none; {@code before} is null if there is none yet. */
    @Nullable
    A add(K key, V value, @Nullable A before);
}
