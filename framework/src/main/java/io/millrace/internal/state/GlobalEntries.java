package io.millrace.internal.state;

import io.millrace.state.Entry;
import io.millrace.state.EntryIterator;
import io.millrace.state.ReadOnlyKeyValueStore;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The entries of one global table. Thread-safe; one thread writes. */
public final class GlobalEntries implements ReadOnlyKeyValueStore<Object, Object> {

    private final Map<Object, Object> entries = new ConcurrentHashMap<>();

    /** Sets the value of {@code key}; null removes it. */
    public void put(Object key, @Nullable Object value) {
        if (value == null) {
            entries.remove(KeyBytes.identity(key));
        } else {
            entries.put(KeyBytes.identity(key), value);
        }
    }

    @Override
    public @Nullable Object get(Object key) {
        return entries.get(KeyBytes.identity(key));
    }

    @Override
    public EntryIterator<Object, Object> all() {
        Iterator<Map.Entry<Object, Object>> walk = entries.entrySet().iterator();
        return new EntryIterator<>() {

            @Override
            public boolean hasNext() {
                return walk.hasNext();
            }

            @Override
            public Entry<Object, Object> next() {
                Map.Entry<Object, Object> next = walk.next();
                return new Entry<>(KeyBytes.keyOf(next.getKey()), next.getValue());
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public long approximateNumEntries() {
        return entries.size();
    }
}
