package io.millrace.comparison;

import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * A record that one of the two has written, as text.
 *
 * @param key of a windowed one with its window, as Kafka Streams writes it: {@code [a@0/10]}
 */
record Told(String key, String value, long timestamp) {

    /** A topic that is written, and how it is read: the bytes of both are read in the same way. */
    record Topic(String name, Deserializer<?> keys, Deserializer<?> values) {

        Told told(byte @Nullable [] key, byte @Nullable [] value, long timestamp) {
            return new Told(
                    String.valueOf(keys.deserialize(name, key)),
                    String.valueOf(value == null ? null : values.deserialize(name, value)),
                    timestamp);
        }
    }

    @Override
    public String toString() {
        return "%s=%s@%d".formatted(key, value, timestamp);
    }
}
