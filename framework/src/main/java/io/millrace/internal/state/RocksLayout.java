package io.millrace.internal.state;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What the keys and values of a store's database look like. Their first byte parts three kinds: what is known of the whole,
 * entries, and, where entries end, their keys in the order of their age.
 *
 * <p>An age may be that of an earlier value of its key; whoever finds it compares it with the entry.
 *
 * <p>Immutable.
 *
 * @param timed whether entries come to their end, so that values begin with when they were written
 */
record RocksLayout(boolean timed) {

    private static final byte META = 0;
    private static final byte ENTRY = 1;
    private static final byte AGE = 2;

    /** The key of the changelog's offset that entries go up to, and of when that was so. */
    static final byte[] CHECKPOINT = {META, 'o'};

    /** The key of what tells the changelog from others. */
    static final byte[] CHANGELOG = {META, 'c'};

    /** The key of {@link #version()}. */
    static final byte[] VERSION = {META, 'v'};

    private static final int NUMBER_OF_META = 3;

    /** Returns what all data depends on; those of another version are of no use. */
    byte[] version() {
        return (timed ? "1 timed" : "1").getBytes(StandardCharsets.UTF_8);
    }

    byte[] entryKey(byte[] key) {
        return ByteBuffer.allocate(1 + key.length).put(ENTRY).put(key).array();
    }

    static byte[] keyOfEntry(byte[] entryKey) {
        return Arrays.copyOfRange(entryKey, 1, entryKey.length);
    }

    /** Returns the least key of an entry. */
    byte[] firstEntry() {
        return new byte[] {ENTRY};
    }

    /** Returns the least key behind all entries. */
    byte[] behindEntries() {
        return new byte[] {AGE};
    }

    byte[] ageKey(long at, byte[] key) {
        return ByteBuffer.allocate(1 + Long.BYTES + key.length)
                .put(AGE)
                .putLong(at ^ Long.MIN_VALUE)
                .put(key)
                .array();
    }

    byte[] keyOfAge(byte[] ageKey) {
        return Arrays.copyOfRange(ageKey, 1 + Long.BYTES, ageKey.length);
    }

    long atOfAge(byte[] ageKey) {
        return ByteBuffer.wrap(ageKey, 1, Long.BYTES).getLong() ^ Long.MIN_VALUE;
    }

    /** Returns the least key of an age. */
    byte[] firstAge() {
        return new byte[] {AGE};
    }

    /** Returns the least key behind all ages. */
    byte[] behindAges() {
        return new byte[] {AGE + 1};
    }

    /** Returns how {@code value}, written at {@code at}, is stored. */
    byte[] stored(long at, byte[] value) {
        return timed
                ? ByteBuffer.allocate(Long.BYTES + value.length)
                        .putLong(at)
                        .put(value)
                        .array()
                : value;
    }

    /** Returns when {@code stored} was written; without meaning where entries do not end. */
    long at(byte[] stored) {
        return timed ? ByteBuffer.wrap(stored).getLong() : 0;
    }

    byte[] value(byte[] stored) {
        return timed ? Arrays.copyOfRange(stored, Long.BYTES, stored.length) : stored;
    }

    /** Returns about how many entries a database of {@code keys} keys has. */
    long entries(long keys) {
        long others = Math.max(0, keys - NUMBER_OF_META);
        return timed ? others / 2 : others;
    }
}
