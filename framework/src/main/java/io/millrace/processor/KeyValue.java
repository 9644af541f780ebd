package io.millrace.processor;

import org.jspecify.annotations.Nullable;

/** A key and a value, as mappers return them. Immutable. */
public record KeyValue<K extends @Nullable Object, V extends @Nullable Object>(K key, V value) {

    public static <K extends @Nullable Object, V extends @Nullable Object> KeyValue<K, V> pair(K key, V value) {
        return new KeyValue<>(key, value);
    }
}
