package io.millrace.state;

import org.jspecify.annotations.Nullable;

/**
 * Values by key, shared by all records of an input partition.
 *
 * <p>Values are not copied: one that is put must not be changed afterwards, an update puts a new one. Keys of in-memory stores
 * need {@code equals} and {@code hashCode}; arrays of bytes are compared by content.
 *
 * <p>It shows the partition of the record in hand, so it may be used within {@code process} only. Confined to the worker.
 *
 * @param <K> not null
 * @param <V> not null
 */
public interface KeyValueStore<K, V> {

    @Nullable
    V get(K key);

    /** Sets the value of {@code key}; null deletes it. */
    void put(K key, @Nullable V value);

    /** Sets the value of {@code key} unless it has one; returns the one that it had. */
    default @Nullable V putIfAbsent(K key, V value) {
        V present = get(key);
        if (present == null) {
            put(key, value);
        }
        return present;
    }

    /** Removes {@code key} and returns its value. */
    default @Nullable V delete(K key) {
        V present = get(key);
        put(key, null);
        return present;
    }

    /** Returns all entries, in no particular order. */
    EntryIterator<K, V> all();

    /** Returns the entries from {@code from} to {@code to}, both included, in the order of their keys' serialized bytes. */
    EntryIterator<K, V> range(K from, K to);

    /** Returns the entries from {@code to} down to {@code from}, both included. */
    EntryIterator<K, V> reverseRange(K from, K to);

    /** Returns about how many entries there are. */
    long approximateNumEntries();
}
