package io.millrace.state;

import org.jspecify.annotations.Nullable;

/**
 * Values by key, as a global table shows them to all workers: the newest that was read of each, which may change between two
 * questions.
 *
 * <p>Values are not copied and must not be changed. Keys need {@code equals} and {@code hashCode}; arrays of bytes are compared by
 * content.
 *
 * <p>Thread-safe.
 *
 * @param <K> not null
 * @param <V> not null
 */
public interface ReadOnlyKeyValueStore<K, V> {

    @Nullable
    V get(K key);

    /** Returns all entries, in no particular order; what changes meanwhile may be among them or not. */
    EntryIterator<K, V> all();

    /** Returns about how many entries there are. */
    long approximateNumEntries();
}
