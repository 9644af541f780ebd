package io.millrace.processor;

import org.jspecify.annotations.Nullable;

/**
 * Finds out a new value by a call to elsewhere, and returns when it has it; see {@link AsyncMapper#blocking}. Called by several threads
 * at a time. It should end when it is interrupted: until it does, it keeps a thread from other calls.
 */
@FunctionalInterface
public interface BlockingMapper<K extends @Nullable Object, V extends @Nullable Object, W extends @Nullable Object> {

    /** Throws what the call failed with. */
    W apply(K key, V value) throws Exception;
}
