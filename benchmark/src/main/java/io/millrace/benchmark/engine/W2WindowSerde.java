package io.millrace.benchmark.engine;

import io.millrace.benchmark.workload.W2Window;
import java.nio.ByteBuffer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * A window in 40 bytes, for stores and changelogs: JSON would be counted against engines that keep bytes.
 *
 * <p>Thread-safe.
 */
final class W2WindowSerde implements Serde<W2Window> {
    private static final int BYTES = 5 * Long.BYTES;

    @Override
    public Serializer<W2Window> serializer() {
        return (topic, window) -> write(window);
    }

    @Override
    public Deserializer<W2Window> deserializer() {
        return (topic, bytes) -> read(bytes);
    }

    private static byte @Nullable [] write(@Nullable W2Window window) {
        if (window == null) {
            return null;
        }
        return ByteBuffer.allocate(BYTES)
                .putLong(window.start())
                .putLong(window.count())
                .putDouble(window.sum())
                .putLong(window.lastEventId())
                .putLong(window.lastEventTime())
                .array();
    }

    private static @Nullable W2Window read(byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new W2Window(buffer.getLong(), buffer.getLong(), buffer.getDouble(), buffer.getLong(), buffer.getLong());
    }
}
