package io.millrace.internal.state;

import io.millrace.state.EntryIterator;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one store that belong to one shard and one worker, with what has changed since the last barrier.
 *
 * <p>Confined to the worker from the shard's opening on.
 */
interface Table<K, V> extends Readable<K, V> {

    void put(K key, V value);

    void remove(K key);

    /** Returns all entries, in no particular order; the walk goes on while entries change, and over barriers. */
    EntryIterator<K, V> allOverBarriers();

    /** Returns the entries of the last checkpoint; null if they are not kept beside those of now. */
    @Nullable
    Readable<K, V> durable();

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
