package io.millrace.internal.operator;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The windows of one key that are kept, in order of their starts: the value of a store of windows. One value for all of them makes
 * a record that lies in many windows cost one look-up and one change.
 *
 * <p>Immutable, its arrays included.
 */
final class KeyWindows<A> {

    /** Stands for the marks where none are kept. */
    static final byte[] UNMARKED = {};

    private static final KeyWindows<?> NONE =
            new KeyWindows<>(new long[0], new long[0], new Object[0], UNMARKED, Long.MIN_VALUE);

    private final long[] starts;
    private final long[] times;
    private final Object[] aggregates;
    private final byte[] marks;
    private final long closedTo;

    /**
     * Keeps the arrays, which nobody may change any more.
     *
     * @param times the largest timestamp in each window: the end of a session
     * @param marks what of each window was told, see {@link EarlyResults}
     * @param closedTo the watermark up to which closed windows have told their results
     */
    KeyWindows(long[] starts, long[] times, Object[] aggregates, byte[] marks, long closedTo) {
        this.starts = starts;
        this.times = times;
        this.aggregates = aggregates;
        this.marks = marks;
        this.closedTo = closedTo;
    }

    @SuppressWarnings("unchecked") // it has no aggregates
    static <A> KeyWindows<A> none() {
        return (KeyWindows<A>) NONE;
    }

    int size() {
        return starts.length;
    }

    boolean isEmpty() {
        return starts.length == 0;
    }

    long start(int index) {
        return starts[index];
    }

    long time(int index) {
        return times[index];
    }

    @SuppressWarnings("unchecked") // only aggregates are put in
    A aggregate(int index) {
        return (A) aggregates[index];
    }

    byte mark(int index) {
        return hasMarks() ? marks[index] : 0;
    }

    boolean hasMarks() {
        return marks.length > 0;
    }

    long closedTo() {
        return closedTo;
    }

    /** Returns whether any window has {@code mark}. */
    boolean anyMarked(byte mark) {
        for (byte one : marks) {
            if ((one & mark) != 0) {
                return true;
            }
        }
        return false;
    }

    /** Returns the same with other marks. */
    KeyWindows<A> withMarks(byte[] newMarks) {
        return new KeyWindows<>(starts, times, aggregates, newMarks, closedTo);
    }

    /**
     * Returns those that are left when the first {@code gone} are taken away.
     *
     * @param closed how many of the first, gone ones included, have told their last result
     */
    KeyWindows<A> without(int gone, int closed, long newClosedTo) {
        if (gone == size()) {
            return none();
        }
        byte[] newMarks = hasMarks() ? Arrays.copyOfRange(marks, gone, size()) : UNMARKED;
        Arrays.fill(newMarks, 0, Math.min(newMarks.length, Math.max(0, closed - gone)), (byte) 0);
        return new KeyWindows<>(
                gone == 0 ? starts : Arrays.copyOfRange(starts, gone, size()),
                gone == 0 ? times : Arrays.copyOfRange(times, gone, size()),
                gone == 0 ? aggregates : Arrays.copyOfRange(aggregates, gone, size()),
                newMarks,
                newClosedTo);
    }

    /** Copies its arrays into others, which have room. */
    void copyTo(long[] newStarts, long[] newTimes, @Nullable Object[] newAggregates, byte[] newMarks) {
        System.arraycopy(starts, 0, newStarts, 0, size());
        System.arraycopy(times, 0, newTimes, 0, size());
        System.arraycopy(aggregates, 0, newAggregates, 0, size());
        if (hasMarks()) {
            System.arraycopy(marks, 0, newMarks, 0, size());
        } else {
            Arrays.fill(newMarks, 0, size(), (byte) 0);
        }
    }

    /** Returns its starts if they are the first {@code count} of {@code others}, so that they need no copy; else a copy of those. */
    long[] startsLike(long[] others, int count) {
        return Arrays.equals(starts, 0, size(), others, 0, count) ? starts : Arrays.copyOf(others, count);
    }
}
