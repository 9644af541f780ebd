package io.millrace.internal.query;

import io.millrace.query.AsOf;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/** A question as one instance passes it on to another: the serialized key, and where it is. Immutable, as long as nobody changes the key. */
@SuppressWarnings("ArrayRecordComponent") // nobody compares two of them
record PassedQuestion(int shard, AsOf asOf, byte[] key) {

    private static final byte VERSION = 1;

    byte[] bytes() {
        return ByteBuffer.allocate(2 * Byte.BYTES + Integer.BYTES + key.length)
                .put(VERSION)
                .put((byte) asOf.ordinal())
                .putInt(shard)
                .put(key)
                .array();
    }

    /** @throws IllegalArgumentException if these bytes are no question */
    static PassedQuestion read(byte[] bytes) {
        try {
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            byte version = rest.get();
            byte asOf = rest.get();
            int shard = rest.getInt();
            byte[] key = new byte[rest.remaining()];
            rest.get(key);
            if (version != VERSION || asOf < 0 || asOf >= AsOf.values().length || shard < 0) {
                throw unreadable(bytes);
            }
            return new PassedQuestion(shard, AsOf.values()[asOf], key);
        } catch (BufferUnderflowException e) {
            throw unreadable(bytes);
        }
    }

    private static IllegalArgumentException unreadable(byte[] bytes) {
        return new IllegalArgumentException(
                "%d bytes are no question that this version of Millrace knows".formatted(bytes.length));
    }
}
