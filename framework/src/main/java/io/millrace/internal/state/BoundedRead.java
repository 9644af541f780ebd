package io.millrace.internal.state;

import io.millrace.internal.state.StoredEntries.Limits;
import io.millrace.internal.state.StoredEntries.Stored;
import io.millrace.state.Entry;
import io.millrace.state.EntryIterator;
import java.util.ArrayList;
import java.util.List;

/** Copies entries of one table, as many as fit. Immutable. */
record BoundedRead<K, V>(StoreFormat<K, V> format, Limits limits) {

    /** Returns what {@code lookup} asks for of {@code table}. */
    @SuppressWarnings("unchecked") // a table's keys are of the types of its format
    StoredEntries read(Readable<K, V> table, Lookup lookup) {
        if (lookup instanceof Lookup.OfKey one) {
            return format.keys() instanceof CompoundKeys compound
                    ? of(compound, one.key(), table)
                    : ofPlain((K) one.key(), table);
        }
        if (lookup instanceof Lookup.InRange range) {
            return first(table.range(range.from(), range.behind(), false));
        }
        return first(table.all());
    }

    private StoredEntries of(CompoundKeys keys, Object recordKey, Readable<K, V> table) {
        byte[] prefix = keys.prefix(recordKey);
        return first(table.range(prefix, KeyBytes.afterAllWith(prefix), false));
    }

    private StoredEntries ofPlain(K key, Readable<K, V> table) {
        V value = table.get(key);
        if (value == null) {
            return new StoredEntries(List.of(), false);
        }
        Stored entry = stored(new Entry<>(key, value));
        return entry.bytes() > limits.bytes()
                ? new StoredEntries(List.of(), true)
                : new StoredEntries(List.of(entry), false);
    }

    private StoredEntries first(EntryIterator<K, V> walk) {
        List<Stored> first = new ArrayList<>();
        long bytes = 0;
        try (walk) {
            while (walk.hasNext()) {
                Stored entry = stored(walk.next());
                bytes += entry.bytes();
                if (first.size() == limits.entries() || bytes > limits.bytes()) {
                    return new StoredEntries(first, true);
                }
                first.add(entry);
            }
        }
        return new StoredEntries(first, false);
    }

    /** A copy: where they are arrays of bytes, what the serde makes of them is those arrays themselves. */
    private Stored stored(Entry<K, V> entry) {
        return new Stored(
                format.keyBytes(entry.key()).clone(),
                format.valueBytes(entry.value()).clone());
    }
}
