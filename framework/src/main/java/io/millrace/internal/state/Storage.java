package io.millrace.internal.state;

import io.millrace.internal.epoch.Shard;

/** Where a run's stores of one type keep their entries. Thread-safe. */
interface Storage extends AutoCloseable {

    /** Makes the part of a store that belongs to {@code shard}, to be loaded. */
    <K, V> StoreShard<K, V> open(StoreParts<K, V> parts, Shard shard);

    /** Releases what all parts share; they are closed before, and none is being opened. */
    @Override
    void close();
}
