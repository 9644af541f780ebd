package io.millrace.benchmark.engine;

import io.millrace.benchmark.workload.W2Window;
import io.millrace.benchmark.workload.W3Counter;
import io.millrace.benchmark.workload.W4Sum;
import java.nio.ByteBuffer;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * An aggregate in as many bytes as its numbers have, for stores and changelogs: JSON would be counted against engines that keep
 * bytes.
 *
 * <p>Thread-safe.
 */
final class FixedSizeSerde<T> implements Serde<T> {
    private final int size;
    private final BiConsumer<ByteBuffer, T> writer;
    private final Function<ByteBuffer, T> reader;

    private FixedSizeSerde(int size, BiConsumer<ByteBuffer, T> writer, Function<ByteBuffer, T> reader) {
        this.size = size;
        this.writer = writer;
        this.reader = reader;
    }

    /** A window in 40 bytes. */
    static FixedSizeSerde<W2Window> ofWindow() {
        return new FixedSizeSerde<>(
                5 * Long.BYTES,
                (buffer, window) -> buffer.putLong(window.start())
                        .putLong(window.count())
                        .putDouble(window.sum())
                        .putLong(window.lastEventId())
                        .putLong(window.lastEventTime()),
                buffer -> new W2Window(
                        buffer.getLong(), buffer.getLong(), buffer.getDouble(), buffer.getLong(), buffer.getLong()));
    }

    /** A counter in 24 bytes. */
    static FixedSizeSerde<W3Counter> ofCounter() {
        return new FixedSizeSerde<>(
                3 * Long.BYTES,
                (buffer, counter) -> buffer.putLong(counter.count())
                        .putLong(counter.lastEventId())
                        .putLong(counter.lastEventTime()),
                buffer -> new W3Counter(buffer.getLong(), buffer.getLong(), buffer.getLong()));
    }

    /** A sum in 32 bytes. */
    static FixedSizeSerde<W4Sum> ofSum() {
        return new FixedSizeSerde<>(
                4 * Long.BYTES,
                (buffer, sum) -> buffer.putLong(sum.count())
                        .putDouble(sum.sum())
                        .putLong(sum.lastEventId())
                        .putLong(sum.lastEventTime()),
                buffer -> new W4Sum(buffer.getLong(), buffer.getDouble(), buffer.getLong(), buffer.getLong()));
    }

    @Override
    public Serializer<T> serializer() {
        return (topic, aggregate) -> write(aggregate);
    }

    @Override
    public Deserializer<T> deserializer() {
        return (topic, bytes) -> read(bytes);
    }

    private byte @Nullable [] write(@Nullable T aggregate) {
        if (aggregate == null) {
            return null;
        }
        ByteBuffer buffer = ByteBuffer.allocate(size);
        writer.accept(buffer, aggregate);
        return buffer.array();
    }

    private @Nullable T read(byte @Nullable [] bytes) {
        return bytes == null ? null : reader.apply(ByteBuffer.wrap(bytes));
    }
}
