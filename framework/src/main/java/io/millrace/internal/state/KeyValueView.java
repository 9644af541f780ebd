package io.millrace.internal.state;

import io.millrace.state.EntryIterator;
import io.millrace.state.KeyValueStore;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a processor sees of a key-value store. Confined to the worker. */
final class KeyValueView<K, V> implements KeyValueStore<K, V> {

    private final CurrentTable<K, V> current;
    private final KeyFormat<K> keys;

    KeyValueView(CurrentTable<K, V> current, KeyFormat<K> keys) {
        this.current = current;
        this.keys = keys;
    }

    @Override
    public @Nullable V get(K key) {
        return current.get().get(notNull(key));
    }

    @Override
    public void put(K key, @Nullable V value) {
        if (value == null) {
            current.get().remove(notNull(key));
        } else {
            current.get().put(notNull(key), value);
        }
    }

    @Override
    public EntryIterator<K, V> all() {
        return current.get().all();
    }

    @Override
    public EntryIterator<K, V> range(K from, K to) {
        return range(from, to, false);
    }

    @Override
    public EntryIterator<K, V> reverseRange(K from, K to) {
        return range(from, to, true);
    }

    @Override
    public long approximateNumEntries() {
        return current.get().approximateNumEntries();
    }

    private EntryIterator<K, V> range(K from, K to, boolean descending) {
        byte[] least = keys.bytes(notNull(from));
        byte[] greatest = keys.bytes(notNull(to));
        return current.get().range(least, KeyBytes.rightAfter(greatest), descending);
    }

    private K notNull(K key) {
        return Objects.requireNonNull(key, () -> "Store '%s' takes no null as a key".formatted(current.store()));
    }
}
