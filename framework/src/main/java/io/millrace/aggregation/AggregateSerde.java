package io.millrace.aggregation;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Stores aggregates in a compact form behind one byte that says which form it is: no two types and no two versions of one type
 * have the same.
 *
 * <p>Thread-safe.
 */
abstract class AggregateSerde<A> implements Serde<A> {

    private final String type;
    private final byte form;

    /** {@code type} names the aggregate in messages. */
    AggregateSerde(String type, int form) {
        this.type = type;
        this.form = (byte) form;
    }

    /** Returns the bytes of {@code aggregate} in a buffer that {@link #begin} made, and that is full. */
    abstract ByteBuffer write(String topic, A aggregate);

    /** Reads all of {@code bytes}, which begin behind the form. */
    abstract A read(String topic, ByteBuffer bytes);

    /** Returns a buffer with room for {@code length} bytes behind the form. */
    final ByteBuffer begin(int length) {
        return ByteBuffer.allocate(Byte.BYTES + length).put(form);
    }

    @Override
    public final Serializer<A> serializer() {
        return this::bytes;
    }

    @Override
    public final Deserializer<A> deserializer() {
        return this::aggregate;
    }

    private byte @Nullable [] bytes(String topic, @Nullable A aggregate) {
        return aggregate == null ? null : write(topic, aggregate).array();
    }

    private @Nullable A aggregate(String topic, byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        if (!buffer.hasRemaining() || buffer.get() != form) {
            throw new IllegalArgumentException(
                    ("%d bytes of '%s' are no %s in the form that is known here: another aggregation or a newer version of"
                                    + " Millrace wrote them. Give the store another name, or go back to what wrote it")
                            .formatted(bytes.length, topic, type));
        }
        A aggregate = complete(topic, buffer);
        if (buffer.hasRemaining()) {
            throw damaged(topic, bytes.length, null);
        }
        return aggregate;
    }

    private A complete(String topic, ByteBuffer buffer) {
        try {
            return read(topic, buffer);
        } catch (BufferUnderflowException | NegativeArraySizeException e) {
            throw damaged(topic, buffer.capacity(), e);
        }
    }

    private IllegalArgumentException damaged(String topic, int length, @Nullable RuntimeException cause) {
        return new IllegalArgumentException(
                "%d bytes of '%s' are a damaged %s: they are not as long as they say".formatted(length, topic, type),
                cause);
    }
}
