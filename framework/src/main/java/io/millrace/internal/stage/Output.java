package io.millrace.internal.stage;

import io.millrace.internal.exchange.Origin;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A serialized record on its way out. Immutable, but for the headers' own type.
 *
 * @param timestamp in milliseconds since the epoch
 * @param placing picks the partition, modulo the topic's number of them; null leaves it to Kafka, which goes by the key
 */
public record Output(
        String topic,
        byte @Nullable [] key,
        byte @Nullable [] value,
        long timestamp,
        Headers headers,
        Origin origin,
        @Nullable Integer placing) {

    /** One that Kafka places. */
    public Output(
            String topic,
            byte @Nullable [] key,
            byte @Nullable [] value,
            long timestamp,
            Headers headers,
            Origin origin) {
        this(topic, key, value, timestamp, headers, origin, null);
    }

    /** Returns the bytes of key, value and headers. */
    public int size() {
        int size = length(key) + length(value);
        for (Header header : headers.toArray()) {
            size += header.key().length() + length(header.value());
        }
        return size;
    }

    private static int length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }
}
