package io.millrace.processor;

import org.jspecify.annotations.Nullable;

/** Computes a new value from a value and its key, which stays as it is. The workers of a stage share one instance: it must be thread-safe, and must not block. */
@FunctionalInterface
public interface ValueMapperWithKey<
        K extends @Nullable Object, V extends @Nullable Object, R extends @Nullable Object> {

    R apply(K key, V value);
}
