package io.millrace.internal.state;

import io.millrace.internal.epoch.Shard;
import java.util.Set;

/** Keeps entries on the heap. Thread-safe. */
final class HeapStorage implements Storage {

    @Override
    public <K, V> StoreShard<K, V> open(StoreParts<K, V> parts, Shard shard) {
        return new HeapStoreShard<>(parts);
    }

    @Override
    public Set<Integer> onDisk(String store, String shardGroup) {
        return Set.of();
    }

    @Override
    public void close() {
        // What is on the heap goes with its parts.
    }
}
