package io.millrace.internal.state;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A changelog topic's partition in memory: what was written to it, in order. */
final class Changelog implements ChangeSink {

    private final List<Change> changes = new ArrayList<>();
    private String id = "first";

    @Override
    public void change(String store, byte[] key, byte @Nullable [] value, long timestamp) {
        changes.add(new Change(store, key, value, timestamp));
    }

    List<Change> changes() {
        return changes;
    }

    long end() {
        return changes.size();
    }

    /** Returns the values that a reader of everything would keep, as text, by their keys as text. */
    Map<String, String> compacted() {
        Map<String, String> latest = new TreeMap<>();
        for (Change change : changes) {
            String key = new String(change.key(), StandardCharsets.UTF_8);
            if (change.value() == null) {
                latest.remove(key);
            } else {
                latest.put(key, new String(change.value(), StandardCharsets.UTF_8));
            }
        }
        return latest;
    }

    /**
     * Loads what follows {@code state}'s own offset into it, unless that is beyond the end; returns how many changes that were.
     */
    int loadInto(ShardState state) {
        int loaded = 0;
        for (String store : state.loggedStores()) {
            state.useOnlyFor(store, id);
            int from = Math.min(changes.size(), (int) state.loadedTo(store).orElse(0));
            changes.subList(from, changes.size()).stream()
                    .filter(change -> change.store().equals(store))
                    .forEach(change -> state.load(store, change.key(), change.value(), change.timestamp()));
            if (from < changes.size()) {
                state.loadedTo(store, changes.size());
            }
            loaded += changes.size() - from;
        }
        return loaded;
    }

    /** From now on this is another topic of the same name. */
    void becomes(String newId) {
        id = newId;
    }

    record Change(String store, byte[] key, byte @Nullable [] value, long timestamp) {}
}
