package io.millrace.internal.state;

import io.millrace.state.Entry;
import io.millrace.state.EntryIterator;
import io.millrace.state.MapState;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a processor sees of a store with a map for each record key. Confined to the worker. */
final class MapView<K, V> implements MapState<K, V> {

    private final CurrentTable<CompoundKey, V> current;
    private final CompoundKeys keys;

    MapView(CurrentTable<CompoundKey, V> current, CompoundKeys keys) {
        this.current = current;
        this.keys = keys;
    }

    @Override
    public @Nullable V get(K key) {
        return current.get().get(compound(key));
    }

    @Override
    public void put(K key, V value) {
        Objects.requireNonNull(
                value, () -> "Store '%s' takes no null as a value: use remove(key)".formatted(current.store()));
        current.get().put(compound(key), value);
    }

    @Override
    public void remove(K key) {
        current.get().remove(compound(key));
    }

    @Override
    public EntryIterator<K, V> entries() {
        return new Entries<>(whole());
    }

    @Override
    public EntryIterator<K, V> range(K from, K to) {
        byte[] least = keys.bytes(compound(from));
        byte[] greatest = keys.bytes(compound(to));
        return new Entries<>(current.get().range(least, KeyBytes.rightAfter(greatest), false));
    }

    @Override
    public void clear() {
        Table<CompoundKey, V> table = current.get();
        List<CompoundKey> removed = new ArrayList<>();
        try (EntryIterator<CompoundKey, V> entries = whole()) {
            entries.forEachRemaining(entry -> removed.add(entry.key()));
        }
        removed.forEach(table::remove);
    }

    private EntryIterator<CompoundKey, V> whole() {
        byte[] prefix = keys.prefix(current.key());
        return current.get().range(prefix, KeyBytes.afterAllWith(prefix), false);
    }

    private CompoundKey compound(K key) {
        Objects.requireNonNull(key, () -> "Store '%s' takes no null as a key".formatted(current.store()));
        return CompoundKey.of(current.key(), key);
    }

    /** Shows the map's own keys. */
    private record Entries<K, V>(EntryIterator<CompoundKey, V> entries) implements EntryIterator<K, V> {

        @Override
        public boolean hasNext() {
            return entries.hasNext();
        }

        @Override
        public Entry<K, V> next() {
            Entry<CompoundKey, V> entry = entries.next();
            return new Entry<>(entry.key().partKey(), entry.value());
        }

        @Override
        public void close() {
            entries.close();
        }
    }
}
