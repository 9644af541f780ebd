package io.millrace.internal.operator;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Stores the windows of a key: a byte that says which form it is, whether there are marks, how far results were told, the number of
 * windows, and of each its start, its time, its mark and its aggregate behind its length.
 *
 * <p>Thread-safe as far as the serde of the aggregates is.
 */
record KeyWindowsSerde<A>(Serde<A> aggregates, WindowShape<?, ?, A> shape) implements Serde<KeyWindows<A>> {

    private static final byte FORM = 0x57;
    private static final int HEAD = 2 * Byte.BYTES + Long.BYTES + Integer.BYTES;
    private static final int WINDOW = 2 * Long.BYTES + Integer.BYTES;

    @Override
    public Serializer<KeyWindows<A>> serializer() {
        return this::bytes;
    }

    @Override
    public Deserializer<KeyWindows<A>> deserializer() {
        return this::windows;
    }

    private byte @Nullable [] bytes(String topic, @Nullable KeyWindows<A> windows) {
        if (windows == null) {
            return null;
        }
        List<byte[]> serialized = new ArrayList<>(windows.size());
        int length = HEAD + windows.size() * (WINDOW + (windows.hasMarks() ? Byte.BYTES : 0));
        for (int index = 0; index < windows.size(); index++) {
            byte[] aggregate = aggregates.serializer().serialize(topic, windows.aggregate(index));
            serialized.add(aggregate);
            length += aggregate.length;
        }
        ByteBuffer bytes = ByteBuffer.allocate(length)
                .put(FORM)
                .put((byte) (windows.hasMarks() ? 1 : 0))
                .putLong(windows.closedTo())
                .putInt(windows.size());
        for (int index = 0; index < windows.size(); index++) {
            bytes.putLong(windows.start(index)).putLong(windows.time(index));
            if (windows.hasMarks()) {
                bytes.put(windows.mark(index));
            }
            byte[] aggregate = serialized.get(index);
            bytes.putInt(aggregate.length).put(aggregate);
        }
        return bytes.array();
    }

    private @Nullable KeyWindows<A> windows(String topic, byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        try {
            return read(topic, ByteBuffer.wrap(bytes));
        } catch (BufferUnderflowException | NegativeArraySizeException e) {
            throw unreadable(topic, bytes.length);
        }
    }

    private KeyWindows<A> read(String topic, ByteBuffer bytes) {
        int length = bytes.remaining();
        if (bytes.get() != FORM) {
            throw unreadable(topic, length);
        }
        boolean marked = bytes.get() != 0;
        long closedTo = bytes.getLong();
        int count = bytes.getInt();
        if (count < 0 || count > bytes.remaining() / WINDOW) {
            throw unreadable(topic, length);
        }
        long[] starts = new long[count];
        long[] times = new long[count];
        byte[] marks = marked ? new byte[count] : KeyWindows.UNMARKED;
        Object[] read = new Object[count];
        for (int index = 0; index < count; index++) {
            starts[index] = bytes.getLong();
            times[index] = bytes.getLong();
            if (marked) {
                marks[index] = bytes.get();
            }
            read[index] = aggregates.deserializer().deserialize(topic, next(bytes));
        }
        return new KeyWindows<>(starts, times, read, marks, closedTo);
    }

    private static byte[] next(ByteBuffer bytes) {
        int length = bytes.getInt();
        if (length > bytes.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] aggregate = new byte[length];
        bytes.get(aggregate);
        return aggregate;
    }

    private static IllegalArgumentException unreadable(String topic, int length) {
        return new IllegalArgumentException(
                ("%d bytes of '%s' are no windows in the form that is known here: something else than a windowed aggregation, or a"
                                + " newer version of Millrace, wrote them. Give the store another name, or go back to what wrote it")
                        .formatted(length, topic));
    }
}
