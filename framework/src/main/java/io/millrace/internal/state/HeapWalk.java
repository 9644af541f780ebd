package io.millrace.internal.state;

import io.millrace.state.Entry;
import io.millrace.state.EntryIterator;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Walks over entries of a table on the heap; those that are gone when it comes to them are left out. Confined to the worker. */
final class HeapWalk<K, V> implements EntryIterator<K, V> {

    private final HeapTable<K, V> table;
    private final Iterator<Object> identities;
    private @Nullable Entry<K, V> next;

    HeapWalk(HeapTable<K, V> table, Iterator<Object> identities) {
        this.table = table;
        this.identities = identities;
    }

    @Override
    public boolean hasNext() {
        while (next == null && identities.hasNext()) {
            next = table.entry(identities.next());
        }
        return next != null;
    }

    @Override
    public Entry<K, V> next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException("There is no further entry: ask hasNext() before");
        }
        Entry<K, V> entry = next;
        next = null;
        return entry;
    }

    @Override
    public void close() {
        next = null;
    }
}
