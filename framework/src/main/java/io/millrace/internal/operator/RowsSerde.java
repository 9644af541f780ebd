package io.millrace.internal.operator;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Writes {@link Rows} as {@code [form] ([alone] [length] [value])*}. Thread-safe as far as the serde of the values is.
 *
 * @param values of the records' values
 */
record RowsSerde<V>(Serde<V> values) implements Serde<Rows<V>> {

    /** Says which form of storage it is, so that another one can follow. */
    private static final byte FORM = 1;

    @Override
    public Serializer<Rows<V>> serializer() {
        return this::bytes;
    }

    @Override
    public Deserializer<Rows<V>> deserializer() {
        return this::rows;
    }

    private byte[] bytes(String topic, Rows<V> rows) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORM);
            for (Rows.Row<V> row : rows.rows()) {
                byte[] value = values.serializer().serialize(topic, row.value());
                out.writeBoolean(row.alone());
                out.writeInt(value.length);
                out.write(value);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private Rows<V> rows(String topic, byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        try {
            if (buffer.get() != FORM) {
                throw unreadable(
                        topic, bytes, "they are of another form; a newer version of Millrace may have written them");
            }
            List<Rows.Row<V>> rows = new ArrayList<>();
            while (buffer.hasRemaining()) {
                boolean alone = buffer.get() != 0;
                byte[] value = new byte[buffer.getInt()];
                buffer.get(value);
                rows.add(new Rows.Row<>(values.deserializer().deserialize(topic, value), alone));
            }
            return new Rows<>(rows);
        } catch (BufferUnderflowException | NegativeArraySizeException e) {
            throw unreadable(topic, bytes, "they are not as long as they say");
        }
    }

    private static IllegalArgumentException unreadable(String topic, byte[] bytes, String reason) {
        return new IllegalArgumentException(
                "%d bytes of '%s' are no records that wait for a join: %s".formatted(bytes.length, topic, reason));
    }
}
