package io.millrace.internal.operator;

import java.nio.ByteBuffer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/** Writes timestamps so that their bytes have their order, negative ones included. Thread-safe. */
final class TimestampSerde implements Serde<Long> {

    @Override
    public Serializer<Long> serializer() {
        return (topic, timestamp) -> ByteBuffer.allocate(Long.BYTES)
                .putLong(timestamp ^ Long.MIN_VALUE)
                .array();
    }

    @Override
    public Deserializer<Long> deserializer() {
        return (topic, bytes) -> ByteBuffer.wrap(bytes).getLong() ^ Long.MIN_VALUE;
    }
}
