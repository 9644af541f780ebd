package io.millrace.internal.state;

import io.millrace.state.Entry;
import io.millrace.state.EntryIterator;
import java.util.NoSuchElementException;

/** A walk over nothing. Immutable. */
record NoEntries<K, V>() implements EntryIterator<K, V> {

    @Override
    public boolean hasNext() {
        return false;
    }

    @Override
    public Entry<K, V> next() {
        throw new NoSuchElementException("There is no further entry: ask hasNext() before");
    }

    @Override
    public void close() {
        // It holds nothing.
    }
}
