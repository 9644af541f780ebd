package io.millrace.internal.stage;

import io.millrace.internal.exchange.Origin;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A serialized record on its way out. Immutable, but for the headers' own type.
 *
 * @param timestamp in milliseconds since the epoch
 */
public record Output(
        String topic, byte @Nullable [] key, byte @Nullable [] value, long timestamp, Headers headers, Origin origin) {

    /** Returns the bytes of key and value. */
    public int size() {
        return (key == null ? 0 : key.length) + (value == null ? 0 : value.length);
    }
}
