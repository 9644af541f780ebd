package io.millrace.internal.state;

import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A part of a store that finds values which were changed after they were put into it, or after it has given them out. Threads as
 * {@link StoreShard} says.
 */
final class CheckedStoreShard<K, V> implements StoreShard<K, V> {

    private final StoreShard<K, V> shard;
    private final StoreFormat<K, V> format;
    private final Map<Integer, CheckedTable<K, V>> tables = new ConcurrentHashMap<>();

    CheckedStoreShard(StoreShard<K, V> shard, StoreFormat<K, V> format) {
        this.shard = shard;
        this.format = format;
    }

    @Override
    public Table<K, V> table(int worker) {
        return tables.computeIfAbsent(worker, number -> new CheckedTable<>(shard.table(number), format));
    }

    @Override
    public void useOnlyFor(String changelogId) {
        shard.useOnlyFor(changelogId);
    }

    @Override
    public void load(byte[] key, byte @Nullable [] value, long timestamp) {
        shard.load(key, value, timestamp);
    }

    @Override
    public OptionalLong loadedTo() {
        return shard.loadedTo();
    }

    @Override
    public void loadedTo(long offset) {
        shard.loadedTo(offset);
    }

    @Override
    public void clear() {
        shard.clear();
    }

    @Override
    public void forEachSealed(ChangeSink sink) {
        shard.forEachSealed((store, key, value, timestamp) -> {
            if (value != null) {
                tables.values().forEach(table -> table.checkSealed(key, value));
            }
            sink.change(store, key, value, timestamp);
        });
    }

    @Override
    public void committed(long nextOffset) {
        tables.values().forEach(CheckedTable::dropSealed);
        shard.committed(nextOffset);
    }

    @Override
    public long changedBytes() {
        return shard.changedBytes();
    }

    @Override
    public long entries() {
        return shard.entries();
    }

    @Override
    public long bytes() {
        return shard.bytes();
    }

    @Override
    public void close() {
        shard.close();
    }
}
