package io.millrace.processor;

import org.jspecify.annotations.Nullable;

/** Tells the event time of a record. Called by several threads at once: must be thread-safe. */
@FunctionalInterface
public interface TimestampExtractor<K extends @Nullable Object, V extends @Nullable Object> {

    /**
     * Returns the record's event time, in milliseconds since the epoch.
     *
     * @param recordTimestamp the one that Kafka has kept with it
     */
    long extract(K key, V value, long recordTimestamp);
}
