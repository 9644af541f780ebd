package io.millrace.internal.state;

import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a table in the order in which they were last written, so that what is too old is found without a search.
 *
 * <p>Confined to the worker.
 */
final class AgeOrder {

    private final LinkedHashSet<Object> oldestFirst = new LinkedHashSet<>();
    private long lastLoaded = Long.MIN_VALUE;
    private boolean loadedInOrder = true;

    /** Adds a key that was written at {@code at}, before anything was written here. */
    void loaded(Object key, long at) {
        written(key);
        loadedInOrder &= at >= lastLoaded;
        lastLoaded = at;
    }

    /** {@code key} is the youngest now. */
    void written(Object key) {
        oldestFirst.remove(key);
        oldestFirst.add(key);
    }

    void removed(Object key) {
        oldestFirst.remove(key);
    }

    void clear() {
        oldestFirst.clear();
        lastLoaded = Long.MIN_VALUE;
        loadedInOrder = true;
    }

    /** Returns the key that was written longest ago, out of {@code entries}. */
    @Nullable
    Object oldest(Map<Object, ? extends Written<?>> entries) {
        if (!loadedInOrder) {
            sort(entries);
        }
        Iterator<Object> keys = oldestFirst.iterator();
        return keys.hasNext() ? keys.next() : null;
    }

    /** A changelog is in order but for what other workers wrote into it, so this is needed once at most. */
    private void sort(Map<Object, ? extends Written<?>> entries) {
        List<Object> sorted = oldestFirst.stream()
                .sorted(Comparator.comparingLong(key -> writtenAt(entries, key)))
                .toList();
        oldestFirst.clear();
        oldestFirst.addAll(sorted);
        loadedInOrder = true;
    }

    private static long writtenAt(Map<Object, ? extends Written<?>> entries, Object key) {
        Written<?> written = entries.get(key);
        return written == null ? Long.MIN_VALUE : written.at();
    }
}
