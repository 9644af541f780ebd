package io.millrace.state;

import org.jspecify.annotations.Nullable;

/**
 * One value for each record key; the key is that of the record in hand.
 *
 * <p>A value that is set must not be changed afterwards. Usable within {@code process} only. Confined to the worker.
 *
 * @param <V> not null
 */
public interface ValueState<V> {

    @Nullable
    V get();

    void set(V value);

    void clear();
}
