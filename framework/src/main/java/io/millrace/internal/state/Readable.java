package io.millrace.internal.state;

import io.millrace.state.EntryIterator;
import org.jspecify.annotations.Nullable;

/** Entries of one store that belong to one shard and one worker. Confined to the worker. */
interface Readable<K, V> {

    @Nullable
    V get(K key);

    /** Returns all entries, in no particular order. */
    EntryIterator<K, V> all();

    /**
     * Returns the entries whose keys' serialized bytes lie between two bounds, in their order.
     *
     * @param from the smallest, included; null for no bound
     * @param to the bound above, excluded; null for no bound
     */
    EntryIterator<K, V> range(byte @Nullable [] from, byte @Nullable [] to, boolean descending);
}
