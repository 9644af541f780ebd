package io.millrace.internal.async;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Sees to it that calls for one key are made one after the other. Confined to the worker. */
final class KeyTurns implements Turns {

    /** The records that wait for a call of their key to end, by the keys for which there is one. */
    private final Map<Object, ArrayDeque<QueuedRecord>> underWay = new HashMap<>();

    @Override
    public boolean mayBegin(QueuedRecord queued) {
        @Nullable Object key = queued.key();
        ArrayDeque<QueuedRecord> waiting = key == null ? null : underWay.get(key);
        if (waiting == null) {
            return true;
        }
        waiting.add(queued);
        return false;
    }

    @Override
    public void began(List<QueuedRecord> records) {
        keys(records).forEach(key -> underWay.putIfAbsent(key, new ArrayDeque<>(1)));
    }

    @Override
    public void ended(List<QueuedRecord> records, Consumer<QueuedRecord> next) {
        for (Object key : keys(records)) {
            ArrayDeque<QueuedRecord> waiting = underWay.remove(key);
            while (waiting != null && !waiting.isEmpty() && !underWay.containsKey(key)) {
                next.accept(waiting.remove());
            }
            if (waiting != null && !waiting.isEmpty()) {
                underWay.put(key, waiting); // behind the call that has begun
            }
        }
    }

    private static Set<Object> keys(List<QueuedRecord> records) {
        Set<Object> keys = new LinkedHashSet<>();
        for (QueuedRecord queued : records) {
            @Nullable Object key = queued.key();
            if (key != null) {
                keys.add(key);
            }
        }
        return keys;
    }
}
