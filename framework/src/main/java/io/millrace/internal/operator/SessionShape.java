package io.millrace.internal.operator;

import io.millrace.processor.Record;
import org.jspecify.annotations.Nullable;

/**
 * Sessions, all spans in milliseconds; the time of a session is its end. Immutable.
 *
 * @param gap at least 1
 */
record SessionShape<K, V, A>(long gap, long grace, Addition<K, V, A> addition, Merging<K, A> merging)
        implements WindowShape<K, V, A> {

    @Override
    public boolean add(WindowEdit<A> windows, Record<K, V> record, long watermark) {
        long timestamp = record.timestamp();
        int first = firstEndingFrom(timestamp - gap, windows);
        int behind = windows.placeOf(Spans.after(timestamp, gap) + 1);
        long start = timestamp;
        long end = timestamp;
        @Nullable A merged = null;
        for (int place = first; place < behind; place++) {
            start = Math.min(start, windows.start(place));
            end = Math.max(end, windows.time(place));
            merged = merging.merge(record.key(), merged, windows.aggregate(place));
        }
        if (closesAt(start, end) <= watermark) {
            return true;
        }
        @Nullable A after = addition.add(record.key(), record.value(), merged);
        if (!isOne(windows, first, behind, start, end)) {
            for (int place = behind - 1; place >= first; place--) {
                windows.remove(place);
            }
        }
        windows.put(windows.placeOf(start), start, after, end);
        return false;
    }

    @Override
    public long end(long start, long time) {
        return time;
    }

    @Override
    public long closesAt(long start, long time) {
        return Spans.after(Spans.after(Spans.after(time, gap), grace), 1);
    }

    @Override
    public long forgottenAt(long start, long time) {
        return closesAt(start, time);
    }

    private static int firstEndingFrom(long time, WindowEdit<?> windows) {
        int place = 0;
        while (place < windows.size() && windows.time(place) < time) {
            place++;
        }
        return place;
    }

    /** Returns whether the windows from {@code first} to before {@code behind} are one that stays as it is. */
    private static boolean isOne(WindowEdit<?> windows, int first, int behind, long start, long end) {
        return behind - first == 1 && windows.start(first) == start && windows.time(first) == end;
    }
}
