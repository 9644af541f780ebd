package io.millrace.window;

import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Writes a key's own bytes, and its window behind them. Thread-safe as far as the key's serde is. */
abstract class WindowedSerde<K> implements Serde<Windowed<K>> {

    private final Serde<K> keys;
    private final int windowBytes;

    /** {@code windowBytes} are written for a window. */
    WindowedSerde(Serde<K> keys, int windowBytes) {
        this.keys = keys;
        this.windowBytes = windowBytes;
    }

    abstract void write(Window window, ByteBuffer bytes);

    abstract Window read(ByteBuffer bytes);

    @Override
    public final Serializer<Windowed<K>> serializer() {
        return new Serializer<>() {
            @Override
            public byte @Nullable [] serialize(String topic, @Nullable Windowed<K> windowed) {
                return windowed == null
                        ? null
                        : bytes(windowed, keys.serializer().serialize(topic, windowed.key()));
            }

            @Override
            public byte @Nullable [] serialize(String topic, Headers headers, @Nullable Windowed<K> windowed) {
                return windowed == null
                        ? null
                        : bytes(windowed, keys.serializer().serialize(topic, headers, windowed.key()));
            }
        };
    }

    @Override
    public final Deserializer<Windowed<K>> deserializer() {
        return new Deserializer<>() {
            @Override
            public @Nullable Windowed<K> deserialize(String topic, byte @Nullable [] bytes) {
                return bytes == null
                        ? null
                        : windowed(bytes, keys.deserializer().deserialize(topic, keyBytes(topic, bytes)));
            }

            @Override
            public @Nullable Windowed<K> deserialize(String topic, Headers headers, byte @Nullable [] bytes) {
                return bytes == null
                        ? null
                        : windowed(bytes, keys.deserializer().deserialize(topic, headers, keyBytes(topic, bytes)));
            }
        };
    }

    private byte[] bytes(Windowed<K> windowed, byte[] key) {
        ByteBuffer bytes = ByteBuffer.allocate(key.length + windowBytes).put(key);
        write(windowed.window(), bytes);
        return bytes.array();
    }

    private Windowed<K> windowed(byte[] bytes, K key) {
        return new Windowed<>(key, read(ByteBuffer.wrap(bytes, bytes.length - windowBytes, windowBytes)));
    }

    private byte[] keyBytes(String topic, byte[] bytes) {
        if (bytes.length < windowBytes) {
            throw new IllegalArgumentException(
                    "%d bytes of '%s' are no windowed key, which has %d bytes and those of the key: read it with the serde that it was written with"
                            .formatted(bytes.length, topic, windowBytes));
        }
        byte[] key = new byte[bytes.length - windowBytes];
        System.arraycopy(bytes, 0, key, 0, key.length);
        return key;
    }
}
