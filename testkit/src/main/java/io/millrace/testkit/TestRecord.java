package io.millrace.testkit;

import java.time.Instant;
import java.util.Objects;
import java.util.OptionalInt;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * A record that a test writes or has read. Immutable, but for its headers.
 *
 * @param timestamp null for the driver's time
 * @param partition empty for that of the key
 */
public record TestRecord<K, V>(
        @Nullable K key,
        @Nullable V value,
        Headers headers,
        @Nullable Instant timestamp,
        OptionalInt partition) {

    public TestRecord {
        Objects.requireNonNull(headers, "headers");
        Objects.requireNonNull(partition, "partition");
    }

    public TestRecord(@Nullable K key, @Nullable V value) {
        this(key, value, new RecordHeaders(), null, OptionalInt.empty());
    }

    public TestRecord<K, V> withHeaders(Headers newHeaders) {
        return new TestRecord<>(key, value, newHeaders, timestamp, partition);
    }

    public TestRecord<K, V> withTimestamp(Instant newTimestamp) {
        return new TestRecord<>(key, value, headers, newTimestamp, partition);
    }

    public TestRecord<K, V> withPartition(int newPartition) {
        return new TestRecord<>(key, value, headers, timestamp, OptionalInt.of(newPartition));
    }
}
