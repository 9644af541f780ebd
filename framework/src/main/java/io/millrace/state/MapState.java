package io.millrace.state;

import org.jspecify.annotations.Nullable;

/**
 * A map for each record key; the key is that of the record in hand. Each entry is stored by itself.
 *
 * <p>A value that is put must not be changed afterwards. Usable within {@code process} only. Confined to the worker.
 *
 * @param <K> the map's own keys, not null
 * @param <V> not null
 */
public interface MapState<K, V> {

    @Nullable
    V get(K key);

    void put(K key, V value);

    void remove(K key);

    /** Returns the entries of the map in the order of their keys' serialized bytes. */
    EntryIterator<K, V> entries();

    /** Returns the entries from {@code from} to {@code to}, both included, in the order of their keys' serialized bytes. */
    EntryIterator<K, V> range(K from, K to);

    void clear();
}
