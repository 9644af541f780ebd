package io.millrace.internal.operator;

import io.millrace.processor.Record;
import org.jspecify.annotations.Nullable;

/**
 * Sliding windows, all spans in milliseconds, as KIP-450 has them: one that ends with each record (its left window), and one that
 * begins a millisecond after it (its right window) once there is anything in it. A window that is made takes its aggregate from a
 * neighbour with the same records in it. So closed windows are kept until no record that is not too late can need them.
 *
 * <p>Records before {@code difference} have the window that begins at 0 as their left window, since none begins earlier. Immutable.
 *
 * @param difference at least 1
 */
record SlidingShape<K, V, A>(long difference, long grace, Addition<K, V, A> addition) implements WindowShape<K, V, A> {

    private static final long NONE = -1;

    @Override
    public boolean add(WindowEdit<A> windows, Record<K, V> record, long watermark) {
        long timestamp = record.timestamp();
        if (Spans.after(Spans.after(timestamp + 1, difference), grace) <= watermark) {
            return true;
        }
        addToNew(windows, record, neighbours(windows, timestamp), watermark);
        addToPresent(windows, record, watermark);
        return isClosed(timestamp, watermark);
    }

    @Override
    public long end(long start, long time) {
        return Spans.after(start, difference);
    }

    @Override
    public long closesAt(long start, long time) {
        return Spans.after(Spans.after(end(start, time), grace), 1);
    }

    /** One that ends with a record tells of it as long as the window right of that record, which ends later, is open. */
    @Override
    public long forgottenAt(long start, long time) {
        return Spans.after(closesAt(start, time), difference + 1);
    }

    /**
     * What is there around a record before it is added.
     *
     * @param previous the timestamp of the record before it, as far as it matters; {@link #NONE} if there is none
     * @param leftRecords the aggregate of the records before it that belong to its left window, unless that is there; null if there
     *     are none
     * @param rightRecords the aggregate of the records behind it that belong to its right window, unless that is there; null if there
     *     are none
     * @param rightTime the largest timestamp among those
     */
    private record Neighbours<A>(
            long previous,
            @Nullable A leftRecords,
            @Nullable A rightRecords,
            long rightTime) {}

    private Neighbours<A> neighbours(WindowEdit<A> windows, long timestamp) {
        long leftStart = leftStart(timestamp);
        int left = windows.placeOf(leftStart);
        boolean hasLeft = windows.isAt(left, leftStart);
        int before = hasLeft ? left : left - 1;
        boolean reaches = before >= 0 && windows.start(before) >= timestamp - 2 * difference;
        long previous = reaches && windows.time(before) < timestamp ? windows.time(before) : NONE;
        boolean takesLeft = !hasLeft && previous != NONE && previous >= leftStart;
        int behind = windows.placeOf(timestamp + 1);
        int last = behind - 1;
        boolean takesRight = last >= 0
                && windows.start(last) >= leftStart
                && windows.time(last) > timestamp
                && !windows.isAt(behind, timestamp + 1);
        return new Neighbours<>(
                previous,
                takesLeft ? windows.aggregate(before) : null,
                takesRight ? windows.aggregate(last) : null,
                takesRight ? windows.time(last) : NONE);
    }

    private void addToNew(WindowEdit<A> windows, Record<K, V> record, Neighbours<A> neighbours, long watermark) {
        long timestamp = record.timestamp();
        long previousRight = neighbours.previous() + 1;
        if (neighbours.previous() != NONE && end(previousRight, NONE) >= timestamp) {
            addNew(windows, previousRight, null, record, watermark);
        }
        addNew(windows, leftStart(timestamp), neighbours.leftRecords(), record, watermark);
        @Nullable A rightRecords = neighbours.rightRecords();
        if (rightRecords != null) {
            windows.put(windows.placeOf(timestamp + 1), timestamp + 1, rightRecords, neighbours.rightTime());
        }
    }

    /** Makes a window of {@code record} and what else is in it, unless it is there or closed. */
    private void addNew(WindowEdit<A> windows, long start, @Nullable A others, Record<K, V> record, long watermark) {
        int place = windows.placeOf(start);
        if (!windows.isAt(place, start) && !isClosed(end(start, NONE), watermark)) {
            windows.put(place, start, addition.add(record.key(), record.value(), others), record.timestamp());
        }
    }

    /** Adds {@code record} to the windows that were there and that it lies in. */
    private void addToPresent(WindowEdit<A> windows, Record<K, V> record, long watermark) {
        long timestamp = record.timestamp();
        int first = windows.placeOf(leftStart(timestamp));
        for (int place = windows.placeOf(timestamp + 1) - 1; place >= first; place--) {
            long start = windows.start(place);
            if (!windows.isChanged(place) && !isClosed(end(start, NONE), watermark)) {
                @Nullable A after = addition.add(record.key(), record.value(), windows.aggregate(place));
                windows.put(place, start, after, Math.max(windows.time(place), timestamp));
            }
        }
    }

    private long leftStart(long timestamp) {
        return Math.max(0, timestamp - difference);
    }

    private boolean isClosed(long end, long watermark) {
        return Spans.after(end, grace) < watermark;
    }
}
