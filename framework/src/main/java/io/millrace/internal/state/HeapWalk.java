package io.millrace.internal.state;

import io.millrace.state.Entry;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Walks over entries of a table on the heap; those that are gone when it comes to them are left out. Confined to the worker. */
final class HeapWalk<K, V> extends Walk<K, V> {

    private final HeapTable<K, V> table;
    private final Iterator<Object> identities;

    HeapWalk(HeapTable<K, V> table, Iterator<Object> identities) {
        this.table = table;
        this.identities = identities;
    }

    @Override
    @Nullable
    Entry<K, V> advance() {
        Entry<K, V> entry = null;
        while (entry == null && identities.hasNext()) {
            entry = table.entry(identities.next());
        }
        return entry;
    }
}
