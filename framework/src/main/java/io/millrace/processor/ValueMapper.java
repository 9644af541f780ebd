package io.millrace.processor;

import org.jspecify.annotations.Nullable;

/** Computes a new value from a value. The workers of a stage share one instance: it must be thread-safe, and must not block. */
@FunctionalInterface
public interface ValueMapper<V extends @Nullable Object, R extends @Nullable Object> {

    R apply(V value);
}
