package io.millrace.processor;

import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record on its way through a topology.
 *
 * <p>Immutable, but for its headers: they are Kafka's own type and shared by all records that a stage derives from one input
 * record, so that a header added by one operator travels on to the output. To change headers for one branch only, pass a
 * copy to {@link #withHeaders}. A stage that follows gets a copy.
 *
 * @param timestamp milliseconds since the epoch; an output is written with it
 */
public record Record<K extends @Nullable Object, V extends @Nullable Object>(
        K key, V value, long timestamp, Headers headers) {

    public <L extends @Nullable Object> Record<L, V> withKey(L newKey) {
        return new Record<>(newKey, value, timestamp, headers);
    }

    public <W extends @Nullable Object> Record<K, W> withValue(W newValue) {
        return new Record<>(key, newValue, timestamp, headers);
    }

    public Record<K, V> withTimestamp(long newTimestamp) {
        return new Record<>(key, value, newTimestamp, headers);
    }

    public Record<K, V> withHeaders(Headers newHeaders) {
        return new Record<>(key, value, timestamp, newHeaders);
    }

    /** Names the type only: contents of records do not belong into logs. */
    @Override
    public String toString() {
        return "Record[timestamp=" + timestamp + "]";
    }
}
