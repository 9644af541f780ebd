package io.millrace.processor;

import org.jspecify.annotations.Nullable;

/** Computes something from a key and a value. The workers of a stage share one instance: it must be thread-safe, and must not block. */
@FunctionalInterface
public interface KeyValueMapper<K extends @Nullable Object, V extends @Nullable Object, R extends @Nullable Object> {

    R apply(K key, V value);
}
