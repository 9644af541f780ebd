package io.millrace.internal.state;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One store's part of one shard, on the heap. Threads as {@link StoreShard} says. */
final class HeapStoreShard<K, V> implements StoreShard<K, V> {

    private final StoreParts<K, V> parts;
    private final List<HeapTable<K, V>> tables;
    private final EntrySize entrySize = new EntrySize();
    private volatile long loadedTo = StateStores.UNKNOWN_OFFSET;

    HeapStoreShard(StoreParts<K, V> parts) {
        this.parts = parts;
        List<HeapTable<K, V>> made = new ArrayList<>();
        for (int worker = 0; worker < parts.workers(); worker++) {
            made.add(new HeapTable<>(
                    parts.format(),
                    parts.lifetime(),
                    parts.logged() ? new HeapChanges<>(parts.format().store()) : null));
        }
        this.tables = List.copyOf(made);
    }

    @Override
    public Table<K, V> table(int worker) {
        return tables.get(worker);
    }

    @Override
    public void useOnlyFor(String changelogId) {
        // Nothing on the heap is older than the run.
    }

    @Override
    public void load(byte[] key, byte @Nullable [] value, long timestamp) {
        K loaded = parts.format().keys().key(key);
        HeapTable<K, V> table = tables.get(parts.ownerOf(loaded));
        if (value == null) {
            table.unload(loaded);
        } else {
            table.load(loaded, parts.format().values().object(value), timestamp);
        }
    }

    @Override
    public OptionalLong loadedTo() {
        return loadedTo == StateStores.UNKNOWN_OFFSET ? OptionalLong.empty() : OptionalLong.of(loadedTo);
    }

    @Override
    public void loadedTo(long offset) {
        loadedTo = offset;
    }

    @Override
    public void clear() {
        tables.forEach(HeapTable::clear);
        loadedTo = StateStores.UNKNOWN_OFFSET;
    }

    @Override
    public void forEachSealed(ChangeSink sink) {
        CountingSink counting = new CountingSink(sink);
        tables.forEach(table -> sealed(table).forEach(entry -> write(entry, counting)));
        entrySize.learn(counting.entries(), counting.bytes());
    }

    @Override
    public void committed(long nextOffset) {
        tables.forEach(HeapTable::dropSealed);
        if (nextOffset != StateStores.UNKNOWN_OFFSET) {
            loadedTo = nextOffset;
        }
    }

    @Override
    public long changedBytes() {
        return tables.stream().mapToLong(HeapTable::changedKeys).sum() * entrySize.average();
    }

    @Override
    public long entries() {
        return tables.stream().mapToLong(HeapTable::approximateNumEntries).sum();
    }

    @Override
    public long bytes() {
        return entries() * entrySize.average();
    }

    @Override
    public void close() {
        // The tables go when nobody holds them any more; a worker that was given up may still be at them.
    }

    /** Where entries end, the changelog has them in the order in which they were written, so that they come back in it. */
    private Stream<HeapEntry<V>> sealed(HeapTable<K, V> table) {
        Stream<HeapEntry<V>> entries = table.sealed().stream();
        return parts.lifetime().ends() ? entries.sorted(Comparator.comparingLong(HeapEntry::at)) : entries;
    }

    private void write(HeapEntry<V> entry, ChangeSink sink) {
        StoreFormat<K, V> format = parts.format();
        V value = entry.value();
        sink.change(
                format.store(),
                format.keyBytes(KeyBytes.keyOf(entry.identity())),
                value == null ? null : format.valueBytes(value),
                parts.lifetime().timestamp(entry.at()));
    }
}
