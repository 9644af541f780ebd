package io.millrace.internal.state;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;

/**
 * An array of bytes that is equal to others of the same content, and what the order of serialized keys needs: bytes count as
 * unsigned.
 *
 * <p>Immutable, as long as nobody changes the array.
 */
final class KeyBytes {

    static final Comparator<byte[]> ORDER = Arrays::compareUnsigned;

    private final byte[] bytes;
    private final int hash;

    KeyBytes(byte[] bytes) {
        this.bytes = bytes;
        this.hash = Arrays.hashCode(bytes);
    }

    /** Returns what stands for {@code key} in a map: itself, unless it is an array, whose content has to count. */
    static Object identity(Object key) {
        return key instanceof byte[] bytes ? new KeyBytes(bytes) : key;
    }

    /** Returns the key that {@code identity} stands for; the caller knows its type. */
    @SuppressWarnings("unchecked")
    static <K> K keyOf(Object identity) {
        return (K) (identity instanceof KeyBytes wrapped ? wrapped.bytes : identity);
    }

    /** Returns the least bytes that are greater than {@code bytes}. */
    static byte[] rightAfter(byte[] bytes) {
        return Arrays.copyOf(bytes, bytes.length + 1);
    }

    /**
     * Returns the least bytes that are greater than all that begin with {@code prefix}.
     *
     * @throws IllegalArgumentException if the prefix is of 0xff bytes only, so that there are none
     */
    static byte[] afterAllWith(byte[] prefix) {
        int last = prefix.length - 1;
        while (last >= 0 && prefix[last] == (byte) 0xff) {
            last--;
        }
        if (last < 0) {
            throw new IllegalArgumentException(
                    "Nothing comes after a prefix of %d bytes 0xff".formatted(prefix.length));
        }
        byte[] after = Arrays.copyOf(prefix, last + 1);
        after[last]++;
        return after;
    }

    byte[] bytes() {
        return bytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KeyBytes that && hash == that.hash && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** Gives the bytes in hexadecimal. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
