package io.millrace.internal.state;

import io.millrace.errors.MutatedValueException;
import io.millrace.state.Entry;
import io.millrace.state.EntryIterator;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A table that remembers the bytes of each value which it takes or gives, and compares them with the value at the next access to
 * its key, at the barrier and at the commit.
 *
 * <p>Confined to the worker, but where a method says otherwise.
 */
final class CheckedTable<K, V> implements Table<K, V> {

    private final Table<K, V> table;
    private final StoreFormat<K, V> format;
    private Map<KeyBytes, Seen<K>> seen = new HashMap<>();
    private volatile Map<KeyBytes, Seen<K>> sealed = Map.of();

    CheckedTable(Table<K, V> table, StoreFormat<K, V> format) {
        this.table = table;
        this.format = format;
    }

    @Override
    public @Nullable V get(K key) {
        V value = table.get(key);
        if (value != null) {
            check(key, value);
        }
        return value;
    }

    @Override
    public void put(K key, V value) {
        get(key);
        table.put(key, value);
        seen.put(bytes(key), new Seen<>(key, bytesOf(value)));
    }

    @Override
    public void remove(K key) {
        get(key);
        table.remove(key);
        seen.remove(bytes(key));
    }

    @Override
    public EntryIterator<K, V> all() {
        return new CheckedWalk(table.all());
    }

    @Override
    public EntryIterator<K, V> allOverBarriers() {
        return new CheckedWalk(table.allOverBarriers());
    }

    @Override
    public EntryIterator<K, V> range(byte @Nullable [] from, byte @Nullable [] to, boolean descending) {
        return new CheckedWalk(table.range(from, to, descending));
    }

    @Override
    public @Nullable Readable<K, V> durable() {
        return table.durable();
    }

    @Override
    public long approximateNumEntries() {
        return table.approximateNumEntries();
    }

    @Override
    public void seal() {
        seen.values().forEach(value -> get(value.key()));
        table.seal();
        sealed = seen;
        seen = new HashMap<>();
    }

    @Override
    public int expire(int most) {
        return table.expire(most);
    }

    /** Fails if {@code value} is not what was put for {@code key}. For the committer only. */
    void checkSealed(byte[] key, byte[] value) {
        Seen<K> before = sealed.get(new KeyBytes(key));
        if (before != null) {
            compare(before, value);
        }
    }

    /** Forgets what was put before the last barrier. For the committer only. */
    void dropSealed() {
        sealed = Map.of();
    }

    private void check(K key, V value) {
        Seen<K> now = new Seen<>(key, bytesOf(value));
        Seen<K> before = seen.putIfAbsent(bytes(key), now);
        if (before != null) {
            compare(before, now.value());
        }
    }

    private void compare(Seen<K> before, byte[] now) {
        if (!Arrays.equals(before.value(), now)) {
            throw new MutatedValueException(format.store(), KeyBytes.identity(before.key()));
        }
    }

    /** A copy: where values are arrays of bytes, what the serde makes of one is that array itself. */
    private byte[] bytesOf(V value) {
        return format.valueBytes(value).clone();
    }

    private KeyBytes bytes(K key) {
        return new KeyBytes(format.keyBytes(key));
    }

    /** A key and what the serde made of its value when it was last seen. */
    private record Seen<K>(K key, byte[] value) {}

    /** Looks at the values that a walk gives. */
    private final class CheckedWalk implements EntryIterator<K, V> {
        private final EntryIterator<K, V> entries;

        CheckedWalk(EntryIterator<K, V> entries) {
            this.entries = entries;
        }

        @Override
        public boolean hasNext() {
            return entries.hasNext();
        }

        @Override
        public Entry<K, V> next() {
            Entry<K, V> entry = entries.next();
            check(entry.key(), entry.value());
            return entry;
        }

        @Override
        public void close() {
            entries.close();
        }
    }
}
