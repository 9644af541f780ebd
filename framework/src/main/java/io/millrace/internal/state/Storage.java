package io.millrace.internal.state;

import io.millrace.internal.epoch.Shard;
import java.util.Set;

/** Where a run's stores of one type keep their entries. Thread-safe. */
interface Storage extends AutoCloseable {

    /** Makes the part of a store that belongs to {@code shard}, to be loaded. */
    <K, V> StoreShard<K, V> open(StoreParts<K, V> parts, Shard shard);

    /** Returns of which partitions of {@code shardGroup} something of {@code store} is on this host, of whatever time. */
    Set<Integer> onDisk(String store, String shardGroup);

    /** Releases what all parts share; they are closed before. */
    @Override
    void close();
}
