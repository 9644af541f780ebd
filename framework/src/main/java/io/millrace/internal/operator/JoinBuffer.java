package io.millrace.internal.operator;

import io.millrace.state.Entry;
import io.millrace.state.EntryIterator;
import io.millrace.state.MapState;
import io.millrace.state.TimerState;
import java.util.List;
import java.util.function.ObjLongConsumer;

/**
 * The records of one side of a windowed join that wait for partners, by time. It means the key of the record in hand.
 *
 * <p>Whether a record is still there follows from the watermark alone: when its timer fires, and so when it is removed, is a
 * matter of chance.
 *
 * <p>Confined to the worker.
 */
record JoinBuffer<V>(JoinSpan span, MapState<Long, Rows<V>> rows, TimerState<Long> timers) {

    /** Has the record wait; {@code alone} says whether it is to leave without a partner if none comes. */
    void add(long timestamp, V value, boolean alone) {
        Rows<V> before = rows.get(timestamp);
        Rows.Row<V> row = new Rows.Row<>(value, alone);
        put(timestamp, before == null ? Rows.of(row) : before.with(row));
    }

    /**
     * Gives each record from {@code from} to {@code to} to {@code partners}, in the order of their times, but for those that are
     * about to leave.
     *
     * @return whether there are any
     */
    boolean join(long from, long to, long watermark, ObjLongConsumer<V> partners) {
        boolean found = false;
        try (EntryIterator<Long, Rows<V>> entries = rows.range(from, to)) {
            while (entries.hasNext()) {
                Entry<Long, Rows<V>> entry = entries.next();
                found |= join(entry.key(), entry.value(), watermark, partners);
            }
        }
        return found;
    }

    private boolean join(long timestamp, Rows<V> waiting, long watermark, ObjLongConsumer<V> partners) {
        if (watermark >= span.uselessAt(timestamp)) {
            return false;
        }
        boolean closed = watermark >= span.closedAt(timestamp);
        boolean found = false;
        for (Rows.Row<V> row : waiting.rows()) {
            if (!closed || !row.alone()) {
                partners.accept(row.value(), timestamp);
                found = true;
            }
        }
        if (!closed && waiting.hasAlone()) {
            put(timestamp, waiting.joined());
        }
        return found;
    }

    /** Lets those of {@code timestamp} go that no longer need to wait; returns the values of those that leave without a partner. */
    List<V> release(long timestamp, long watermark) {
        Rows<V> waiting = rows.get(timestamp);
        if (waiting == null || watermark < span.closedAt(timestamp)) {
            return List.of();
        }
        List<Rows.Row<V>> rest = watermark < span.uselessAt(timestamp) ? waiting.withoutAlone() : List.of();
        if (rest.isEmpty()) {
            rows.remove(timestamp);
        } else {
            put(timestamp, new Rows<>(rest));
        }
        return waiting.rows().stream()
                .filter(Rows.Row::alone)
                .map(Rows.Row::value)
                .toList();
    }

    private void put(long timestamp, Rows<V> waiting) {
        rows.put(timestamp, waiting);
        timers.atEventTime(timestamp, span.due(timestamp, waiting));
    }
}
