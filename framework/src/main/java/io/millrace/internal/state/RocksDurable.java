package io.millrace.internal.state;

import io.millrace.state.EntryIterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a table on the disk has of the last checkpoint, whatever has changed since. Confined to the worker. */
record RocksDurable<K, V>(RocksTable<K, V> table) implements Readable<K, V> {

    @Override
    public @Nullable V get(K key) {
        return table.durable(key);
    }

    @Override
    public EntryIterator<K, V> all() {
        return range(null, null, false);
    }

    @Override
    public EntryIterator<K, V> range(byte @Nullable [] from, byte @Nullable [] to, boolean descending) {
        return KeyOrder.isEmpty(from, to) ? new NoEntries<>() : table.walk(List.of(), from, to, descending);
    }
}
