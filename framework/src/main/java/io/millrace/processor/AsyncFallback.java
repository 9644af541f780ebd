package io.millrace.processor;

import org.jspecify.annotations.Nullable;

/**
 * Tells the value of a record whose call has failed at last, so that it goes on all the same. The workers of a stage share one instance:
 * it must be thread-safe, and must not block. What it throws is the failure of the record instead.
 */
@FunctionalInterface
public interface AsyncFallback<K extends @Nullable Object, V extends @Nullable Object, W extends @Nullable Object> {

    /**
     * Returns the value that stands in for the answer.
     *
     * @param failure what the last try failed with; a {@link java.util.concurrent.TimeoutException} if there was no answer in time
     */
    W apply(K key, V value, Throwable failure);
}
