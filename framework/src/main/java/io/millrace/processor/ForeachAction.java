package io.millrace.processor;

import org.jspecify.annotations.Nullable;

/** Does something with a record. The workers of a stage share one instance: it must be thread-safe, and must not block. */
@FunctionalInterface
public interface ForeachAction<K extends @Nullable Object, V extends @Nullable Object> {

    void apply(K key, V value);
}
