package io.millrace.internal.state;

import io.millrace.state.Entry;
import io.millrace.state.EntryIterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Walks over entries of which it knows only when it comes to them whether they are to be seen. Confined to the worker. */
abstract class Walk<K, V> implements EntryIterator<K, V> {

    private @Nullable Entry<K, V> next;
    private boolean ended;

    /** Returns the next entry that is to be seen; null if there is none. */
    abstract @Nullable Entry<K, V> advance();

    @Override
    public final boolean hasNext() {
        if (next == null && !ended) {
            next = advance();
            if (next == null) {
                close();
            }
        }
        return next != null;
    }

    @Override
    public final Entry<K, V> next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException("There is no further entry: ask hasNext() before");
        }
        Entry<K, V> entry = next;
        next = null;
        return entry;
    }

    @Override
    public void close() {
        ended = true;
        next = null;
    }
}
