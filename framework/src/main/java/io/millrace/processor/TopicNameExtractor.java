package io.millrace.processor;

import org.jspecify.annotations.Nullable;

/** Names the topic that a record is written to. The workers of a stage share one instance: it must be thread-safe, and must not block. */
@FunctionalInterface
public interface TopicNameExtractor<K extends @Nullable Object, V extends @Nullable Object> {

    String extract(K key, V value, RecordMetadata metadata);
}
