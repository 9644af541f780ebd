package io.millrace.internal.operator;

import io.millrace.processor.Record;
import org.jspecify.annotations.Nullable;

/**
 * Tumbling and hopping windows, all spans in milliseconds. Immutable.
 *
 * @param size at least 1
 * @param advance at least 1
 */
record TimeShape<K, V, A>(long size, long advance, long grace, Addition<K, V, A> addition)
        implements WindowShape<K, V, A> {

    @Override
    public boolean add(WindowEdit<A> windows, Record<K, V> record, long watermark) {
        long timestamp = record.timestamp();
        long first = Math.max(0, timestamp - size + advance) / advance * advance;
        for (long start = first; start >= 0 && start <= timestamp; start += advance) {
            if (closesAt(start, timestamp) > watermark) {
                addTo(start, windows, record);
            }
        }
        return closesAt(first, timestamp) <= watermark;
    }

    @Override
    public long end(long start, long time) {
        return Spans.after(start, size);
    }

    @Override
    public long closesAt(long start, long time) {
        return Spans.after(Spans.after(start, size), grace);
    }

    @Override
    public long forgottenAt(long start, long time) {
        return closesAt(start, time);
    }

    private void addTo(long start, WindowEdit<A> windows, Record<K, V> record) {
        int place = windows.placeOf(start);
        boolean present = windows.isAt(place, start);
        long time = present ? Math.max(windows.time(place), record.timestamp()) : record.timestamp();
        @Nullable A after = addition.add(record.key(), record.value(), present ? windows.aggregate(place) : null);
        windows.put(place, start, after, time);
    }
}
