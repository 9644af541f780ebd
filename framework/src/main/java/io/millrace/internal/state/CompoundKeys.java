package io.millrace.internal.state;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Keys of many entries for each record key, as {@code [length of the record key][record key][part]}: entries of one record key
 * are neighbours, in the order of their parts, and no record key is the beginning of another.
 *
 * <p>Thread-safe as far as the serdes are.
 */
record CompoundKeys(StoreSerde<Object> owners, StoreSerde<Object> parts) implements KeyFormat<CompoundKey> {

    /** Returns what the keys of all entries of {@code recordKey} begin with. */
    byte[] prefix(Object recordKey) {
        byte[] owner = owners.bytes(recordKey);
        return ByteBuffer.allocate(Integer.BYTES + owner.length)
                .putInt(owner.length)
                .put(owner)
                .array();
    }

    @Override
    public byte[] bytes(CompoundKey key) {
        byte[] prefix = prefix(key.recordKey());
        byte[] part = parts.bytes(key.partKey());
        byte[] bytes = Arrays.copyOf(prefix, prefix.length + part.length);
        System.arraycopy(part, 0, bytes, prefix.length, part.length);
        return bytes;
    }

    @Override
    public CompoundKey key(byte[] bytes) {
        int length = bytes.length < Integer.BYTES ? -1 : ByteBuffer.wrap(bytes).getInt();
        int partBegins = Integer.BYTES + length;
        if (length < 0 || length > bytes.length - Integer.BYTES) {
            throw owners.unreadable("%d bytes are no key of an entry".formatted(bytes.length));
        }
        return CompoundKey.of(
                owners.object(Arrays.copyOfRange(bytes, Integer.BYTES, partBegins)),
                parts.object(Arrays.copyOfRange(bytes, partBegins, bytes.length)));
    }

    @Override
    public Object recordKey(CompoundKey key) {
        return key.recordKey();
    }
}
