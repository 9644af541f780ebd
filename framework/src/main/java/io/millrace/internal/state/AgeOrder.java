package io.millrace.internal.state;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a table in the order in which they were last written, so that what is too old is found without a search.
 *
 * <p>Confined to the worker.
 */
final class AgeOrder<V> {

    private @Nullable AgedEntry<V> oldest;
    private @Nullable AgedEntry<V> youngest;
    private boolean loadedInOrder = true;

    /** {@code entry}, which may be here already, was written before anything was written here that was not loaded. */
    void loaded(AgedEntry<V> entry) {
        remove(entry);
        loadedInOrder &= youngest == null || youngest.at() <= entry.at();
        append(entry);
    }

    /** {@code entry}, which may be here already, is the youngest now. */
    void written(AgedEntry<V> entry) {
        if (entry != youngest) {
            remove(entry);
            append(entry);
        }
    }

    /** Forgets {@code entry} if it is here. */
    void remove(AgedEntry<V> entry) {
        AgedEntry<V> older = entry.older();
        AgedEntry<V> younger = entry.younger();
        if (older != null) {
            older.setYounger(younger);
        } else if (entry == oldest) {
            oldest = younger;
        }
        if (younger != null) {
            younger.setOlder(older);
        } else if (entry == youngest) {
            youngest = older;
        }
        entry.setOlder(null);
        entry.setYounger(null);
    }

    void clear() {
        oldest = null;
        youngest = null;
        loadedInOrder = true;
    }

    /** Returns the entry that was written longest ago. */
    @Nullable
    AgedEntry<V> oldest() {
        if (!loadedInOrder) {
            sort();
        }
        return oldest;
    }

    /** A changelog is in order but for what other workers wrote into it, so this is needed once at most. */
    private void sort() {
        List<AgedEntry<V>> entries = new ArrayList<>();
        for (AgedEntry<V> entry = oldest; entry != null; entry = entry.younger()) {
            entries.add(entry);
        }
        entries.sort(Comparator.comparingLong(AgedEntry::at));
        clear();
        entries.forEach(entry -> {
            entry.setOlder(null);
            entry.setYounger(null);
        });
        entries.forEach(this::append);
    }

    private void append(AgedEntry<V> entry) {
        AgedEntry<V> before = youngest;
        if (before == null) {
            oldest = entry;
        } else {
            before.setYounger(entry);
            entry.setOlder(before);
        }
        youngest = entry;
    }
}
