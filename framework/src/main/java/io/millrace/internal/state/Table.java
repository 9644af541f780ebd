package io.millrace.internal.state;

import io.millrace.state.EntryIterator;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one store that belong to one shard and one worker, with what has changed since the last barrier.
 *
 * <p>Confined to the worker from the shard's opening on.
 */
interface Table<K, V> {

    @Nullable
    V get(K key);

    void put(K key, V value);

    void remove(K key);

    /** Returns all entries, in no particular order. */
    EntryIterator<K, V> all();

    /** Returns all entries, in no particular order; the walk goes on while entries change, and over barriers. */
    EntryIterator<K, V> allOverBarriers();

    /**
     * Returns the entries whose keys' serialized bytes lie between two bounds, in their order.
     *
     * @param from the smallest, included; null for no bound
     * @param to the bound above, excluded; null for no bound
     */
    EntryIterator<K, V> range(byte @Nullable [] from, byte @Nullable [] to, boolean descending);

    long approximateNumEntries();

    /**
     * Sets aside what has changed since the last call, for the committer. Takes the same time however much that is.
     *
     * @throws IllegalStateException if the changes before are not committed yet
     */
    void seal();

    /** Removes up to {@code most} entries whose time to live is over; returns how many. */
    int expire(int most);
}
