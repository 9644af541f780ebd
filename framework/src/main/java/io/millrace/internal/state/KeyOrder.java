package io.millrace.internal.state;

import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What stands for the keys of a table, in the order of their serialized bytes. Confined to the worker.
 *
 * @param <T> what stands for a key
 */
final class KeyOrder<T> {

    private final NavigableMap<byte[], T> keys = new TreeMap<>(KeyBytes.ORDER);

    void add(byte[] bytes, T key) {
        keys.put(bytes, key);
    }

    void remove(byte[] bytes) {
        keys.remove(bytes);
    }

    /** Walks from {@code from}, included, to {@code to}, excluded, or the other way; keys may come and go meanwhile. */
    Iterator<T> walk(byte @Nullable [] from, byte @Nullable [] to, boolean descending) {
        return descending ? new Descending(from, to) : new Ascending(from, to);
    }

    private final class Ascending implements Iterator<T> {
        private final byte @Nullable [] to;
        private Map.@Nullable Entry<byte[], T> next;

        Ascending(byte @Nullable [] from, byte @Nullable [] to) {
            this.to = to;
            this.next = within(from == null ? keys.firstEntry() : keys.ceilingEntry(from));
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public T next() {
            Map.Entry<byte[], T> current = existing(next);
            next = within(keys.higherEntry(current.getKey()));
            return current.getValue();
        }

        private Map.@Nullable Entry<byte[], T> within(Map.@Nullable Entry<byte[], T> entry) {
            return entry == null || to == null || KeyBytes.ORDER.compare(entry.getKey(), to) < 0 ? entry : null;
        }
    }

    private final class Descending implements Iterator<T> {
        private final byte @Nullable [] from;
        private Map.@Nullable Entry<byte[], T> next;

        Descending(byte @Nullable [] from, byte @Nullable [] to) {
            this.from = from;
            this.next = within(to == null ? keys.lastEntry() : keys.lowerEntry(to));
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public T next() {
            Map.Entry<byte[], T> current = existing(next);
            next = within(keys.lowerEntry(current.getKey()));
            return current.getValue();
        }

        private Map.@Nullable Entry<byte[], T> within(Map.@Nullable Entry<byte[], T> entry) {
            return entry == null || from == null || KeyBytes.ORDER.compare(entry.getKey(), from) >= 0 ? entry : null;
        }
    }

    private static <T> Map.Entry<byte[], T> existing(Map.@Nullable Entry<byte[], T> entry) {
        if (entry == null) {
            throw new NoSuchElementException("There is no further entry: ask hasNext() before");
        }
        return entry;
    }
}
