package io.millrace.internal.query;

import io.millrace.internal.state.StoredEntries;
import io.millrace.internal.state.StoredEntries.Stored;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Entries as one instance passes them to another; no bytes are no entries. */
final class PassedEntries {

    private PassedEntries() {}

    static byte[] bytes(StoredEntries found) {
        int length = found.entries().stream()
                .mapToInt(entry -> 2 * Integer.BYTES + entry.key().length + entry.value().length)
                .sum();
        ByteBuffer bytes = ByteBuffer.allocate(length);
        found.entries().forEach(entry -> bytes.putInt(entry.key().length)
                .put(entry.key())
                .putInt(entry.value().length)
                .put(entry.value()));
        return bytes.array();
    }

    /** @throws IllegalArgumentException if these bytes are no entries */
    static StoredEntries read(byte[] bytes) {
        List<Stored> entries = new ArrayList<>();
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
            entries.add(new Stored(field(rest), field(rest)));
        }
        return new StoredEntries(entries, false);
    }

    private static byte[] field(ByteBuffer rest) {
        try {
            int length = rest.getInt();
            if (length < 0 || length > rest.remaining()) {
                throw new BufferUnderflowException();
            }
            byte[] field = new byte[length];
            rest.get(field);
            return field;
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException(
                    "An answer of %d bytes has no entries that this version of Millrace knows"
                            .formatted(rest.capacity()));
        }
    }
}
