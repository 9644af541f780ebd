package io.millrace.processor;

import org.jspecify.annotations.Nullable;

/** Says whether a record has a property. The workers of a stage share one instance: it must be thread-safe, and must not block. */
@FunctionalInterface
public interface Predicate<K extends @Nullable Object, V extends @Nullable Object> {

    boolean test(K key, V value);
}
