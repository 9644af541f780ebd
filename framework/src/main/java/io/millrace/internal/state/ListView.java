package io.millrace.internal.state;

import io.millrace.state.Entry;
import io.millrace.state.EntryIterator;
import io.millrace.state.ListState;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What a processor sees of a store with a list for each record key: entries whose keys' parts are the positions, as numbers that
 * only grow while there is any. Confined to the worker.
 */
final class ListView<E> implements ListState<E> {

    private final CurrentTable<CompoundKey, E> current;
    private final CompoundKeys keys;

    ListView(CurrentTable<CompoundKey, E> current, CompoundKeys keys) {
        this.current = current;
        this.keys = keys;
    }

    @Override
    public void add(E element) {
        notNull(element);
        Table<CompoundKey, E> table = current.get();
        Object recordKey = current.key();
        table.put(CompoundKey.of(recordKey, next(table, recordKey)), element);
    }

    @Override
    public List<E> get() {
        List<E> elements = new ArrayList<>();
        try (EntryIterator<CompoundKey, E> entries = entries(current.get(), current.key(), false)) {
            entries.forEachRemaining(entry -> elements.add(entry.value()));
        }
        return elements;
    }

    @Override
    public void set(List<E> elements) {
        elements.forEach(this::notNull);
        Table<CompoundKey, E> table = current.get();
        Object recordKey = current.key();
        removeFrom(table, recordKey, elements.size());
        for (int index = 0; index < elements.size(); index++) {
            table.put(CompoundKey.of(recordKey, (long) index), elements.get(index));
        }
    }

    @Override
    public void clear() {
        removeFrom(current.get(), current.key(), 0);
    }

    private void removeFrom(Table<CompoundKey, E> table, Object recordKey, long first) {
        List<CompoundKey> removed = new ArrayList<>();
        try (EntryIterator<CompoundKey, E> entries = entries(table, recordKey, false)) {
            entries.forEachRemaining(entry -> {
                if (position(entry) >= first) {
                    removed.add(entry.key());
                }
            });
        }
        removed.forEach(table::remove);
    }

    private long next(Table<CompoundKey, E> table, Object recordKey) {
        try (EntryIterator<CompoundKey, E> entries = entries(table, recordKey, true)) {
            return entries.hasNext() ? position(entries.next()) + 1 : 0;
        }
    }

    private EntryIterator<CompoundKey, E> entries(Table<CompoundKey, E> table, Object recordKey, boolean descending) {
        byte[] prefix = keys.prefix(recordKey);
        return table.range(prefix, KeyBytes.afterAllWith(prefix), descending);
    }

    private long position(Entry<CompoundKey, E> entry) {
        Long position = entry.key().partKey();
        return position;
    }

    private void notNull(E element) {
        Objects.requireNonNull(element, () -> "Store '%s' takes no null as an element".formatted(current.store()));
    }
}
