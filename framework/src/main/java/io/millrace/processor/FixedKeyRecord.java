package io.millrace.processor;

import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record whose key stays as it is, see {@link FixedKeyProcessor}.
 *
 * <p>Immutable, but for its headers: see {@link Record}.
 */
public final class FixedKeyRecord<K extends @Nullable Object, V extends @Nullable Object> {

    private final Record<K, V> record;

    FixedKeyRecord(Record<K, V> record) {
        this.record = record;
    }

    public K key() {
        return record.key();
    }

    public V value() {
        return record.value();
    }

    /** Returns milliseconds since the epoch; an output is written with it. */
    public long timestamp() {
        return record.timestamp();
    }

    public Headers headers() {
        return record.headers();
    }

    public <W extends @Nullable Object> FixedKeyRecord<K, W> withValue(W newValue) {
        return new FixedKeyRecord<>(record.withValue(newValue));
    }

    public FixedKeyRecord<K, V> withTimestamp(long newTimestamp) {
        return new FixedKeyRecord<>(record.withTimestamp(newTimestamp));
    }

    public FixedKeyRecord<K, V> withHeaders(Headers newHeaders) {
        return new FixedKeyRecord<>(record.withHeaders(newHeaders));
    }

    /** Names the type only: contents of records do not belong into logs. */
    @Override
    public String toString() {
        return "FixedKeyRecord[timestamp=" + record.timestamp() + "]";
    }

    Record<K, V> record() {
        return record;
    }
}
