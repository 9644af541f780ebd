package io.millrace.internal.state;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a table on the heap that have changed since the last barrier, each of them once, and those that were set aside at
 * it until they are durable. Further changes of an entry in the same epoch are written into it, and cost nothing here.
 *
 * <p>Confined to the worker, but for the methods about what is sealed, which the committer may call meanwhile, and
 * {@link #size()}.
 */
final class HeapChanges<V> {

    private final Changes<Changed<V>> changes;
    private int epoch;

    HeapChanges(String store) {
        this.changes = new Changes<>(store, () -> new Changed<>(new ArrayList<>(), new HashMap<>()));
    }

    /**
     * What has changed in an epoch.
     *
     * @param removed those of {@code entries} that are in no table any more, by what stands for their keys
     */
    private record Changed<V>(List<HeapEntry<V>> entries, Map<Object, HeapEntry<V>> removed) {}

    /** Returns the number of the present epoch. */
    int epoch() {
        return epoch;
    }

    /** Notes {@code entry}, which is of the present epoch. */
    void add(HeapEntry<V> entry) {
        List<HeapEntry<V>> entries = changes.unsealed().entries();
        entries.add(entry);
        changes.grownTo(entries.size());
    }

    /** Notes that {@code entry}, which is of the present epoch, is in the table no more. */
    void removed(HeapEntry<V> entry) {
        changes.unsealed().removed().put(entry.identity(), entry);
    }

    /** Returns the entry that was removed in the present epoch and is to come back; null if there is none. */
    @Nullable
    HeapEntry<V> comingBack(Object identity) {
        return changes.unsealed().removed().remove(identity);
    }

    /** Sets aside what has changed, in the same time however much that is. */
    void seal() {
        if (changes.seal()) {
            epoch++;
        }
    }

    /** Returns the entries that are set aside; nobody writes them. */
    List<HeapEntry<V>> sealed() {
        return changes.sealed().entries();
    }

    /** Forgets what is set aside. */
    void dropSealed() {
        changes.dropSealed();
    }

    /** Returns how many keys have changed since the last barrier. Callable by any thread. */
    int size() {
        return changes.size();
    }
}
