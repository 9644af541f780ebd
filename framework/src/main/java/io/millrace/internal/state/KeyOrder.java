package io.millrace.internal.state;

import java.util.Collections;
import java.util.Iterator;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * What stands for the keys of a table, in the order of their serialized bytes. Confined to the worker.
 *
 * @param <T> what stands for a key
 */
final class KeyOrder<T> {

    /** Concurrent not for threads but for walks, which go on while keys come and go. */
    private final NavigableMap<byte[], T> keys = new ConcurrentSkipListMap<>(KeyBytes.ORDER);

    void add(byte[] bytes, T key) {
        keys.put(bytes, key);
    }

    void remove(byte[] bytes) {
        keys.remove(bytes);
    }

    /** Walks from {@code from}, included, to {@code to}, excluded, or the other way; keys may come and go meanwhile. */
    Iterator<T> walk(byte @Nullable [] from, byte @Nullable [] to, boolean descending) {
        return isEmpty(from, to)
                ? Collections.emptyIterator()
                : part(keys, from, to, descending).values().iterator();
    }

    /** Returns whether no key can be between {@code from}, included, and {@code to}, excluded. */
    static boolean isEmpty(byte @Nullable [] from, byte @Nullable [] to) {
        return from != null && to != null && KeyBytes.ORDER.compare(from, to) >= 0;
    }

    /** Returns a view of what {@code whole} has from {@code from}, included, to {@code to}, excluded, or the other way. */
    static <T> NavigableMap<byte[], T> part(
            NavigableMap<byte[], T> whole, byte @Nullable [] from, byte @Nullable [] to, boolean descending) {
        NavigableMap<byte[], T> part = whole;
        if (from != null) {
            part = part.tailMap(from, true);
        }
        if (to != null) {
            part = part.headMap(to, false);
        }
        return descending ? part.descendingMap() : part;
    }
}
