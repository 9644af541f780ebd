package io.millrace.internal.state;

import org.jspecify.annotations.Nullable;

/**
 * What a table on the heap holds of one key. Value and time are written in place during the epoch that it was made in, and never
 * after that one's barrier: the committer reads them then, and the next change of the key makes another entry.
 *
 * <p>Confined to the worker until it is sealed.
 */
class HeapEntry<V> {

    private final Object identity;
    private final int epoch;
    private @Nullable V value;

    /** {@code identity} stands for the key. */
    HeapEntry(Object identity, int epoch) {
        this.identity = identity;
        this.epoch = epoch;
    }

    final Object identity() {
        return identity;
    }

    /** Returns the number of the epoch in which it may be written. */
    final int epoch() {
        return epoch;
    }

    /** Returns null if the key was removed. */
    final @Nullable V value() {
        return value;
    }

    /** Returns what {@link Lifetime#now()} said when it was written. */
    long at() {
        return 0;
    }

    /** Writes a value, null for none, at {@code now}. */
    void write(@Nullable V newValue, long now) {
        value = newValue;
    }
}
