package io.millrace.internal.operator;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A key's windows while a record is added to them: a copy that may be changed, and notes of what has changed. It is used for one
 * record after the other, so that a record costs no more memory than the arrays that are kept.
 *
 * <p>Confined to the worker.
 */
final class WindowEdit<A> {

    private final byte markOfChanged;
    private KeyWindows<A> before = KeyWindows.none();
    private long[] starts = new long[16];
    private long[] times = new long[16];
    private @Nullable Object[] aggregates = new @Nullable Object[16];
    private byte[] marks = new byte[16];
    private boolean[] changed = new boolean[16];
    private int size;

    private long[] removedStarts = new long[4];
    private long[] removedTimes = new long[4];
    private byte[] removedMarks = new byte[4];
    private int removed;

    /** {@code markOfChanged} is set for windows that change; 0 if no marks are kept. */
    WindowEdit(byte markOfChanged) {
        this.markOfChanged = markOfChanged;
    }

    /** Begins anew with {@code windows}. */
    void begin(KeyWindows<A> windows) {
        Arrays.fill(aggregates, 0, size, null); // they would be kept from being collected
        before = windows;
        size = windows.size();
        removed = 0;
        reserve(size);
        windows.copyTo(starts, times, aggregates, marks);
        Arrays.fill(changed, 0, size, false);
    }

    int size() {
        return size;
    }

    long start(int index) {
        return starts[index];
    }

    long time(int index) {
        return times[index];
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // only aggregates are put in
    A aggregate(int index) {
        return (A) aggregates[index];
    }

    boolean isChanged(int index) {
        return changed[index];
    }

    /** Returns the place of the first window that starts at {@code start} or later. */
    int placeOf(long start) {
        int found = Arrays.binarySearch(starts, 0, size, start);
        return found < 0 ? -found - 1 : found;
    }

    /** Returns whether the window at {@code place} is there and starts at {@code start}. */
    boolean isAt(int place, long start) {
        return place < size && starts[place] == start;
    }

    /**
     * Sets what the window that starts at {@code start} has become; it is at {@code place}, or belongs there.
     *
     * @param aggregate null takes it away
     * @param time the largest timestamp in it
     */
    void put(int place, long start, @Nullable A aggregate, long time) {
        boolean present = isAt(place, start);
        if (aggregate == null) {
            noteRemoved(start, time, present ? marks[place] : 0);
            if (present) {
                takeOut(place);
            }
            return;
        }
        if (!present) {
            makeRoom(place);
            starts[place] = start;
        }
        aggregates[place] = aggregate;
        times[place] = time;
        marks[place] |= markOfChanged;
        changed[place] = true;
    }

    /** Removes the window at {@code place}. */
    void remove(int place) {
        noteRemoved(starts[place], times[place], marks[place]);
        takeOut(place);
    }

    int removed() {
        return removed;
    }

    long removedStart(int index) {
        return removedStarts[index];
    }

    long removedTime(int index) {
        return removedTimes[index];
    }

    byte removedMark(int index) {
        return removedMarks[index];
    }

    /** Returns the windows as they are now: those that it began with if nothing has changed. */
    @SuppressWarnings("NullAway") // each window has an aggregate
    KeyWindows<A> end() {
        if (removed == 0 && !anyChanged()) {
            return before;
        }
        return size == 0
                ? KeyWindows.none()
                : new KeyWindows<>(
                        before.startsLike(starts, size),
                        Arrays.copyOf(times, size),
                        Arrays.copyOf(aggregates, size),
                        markOfChanged == 0 ? KeyWindows.UNMARKED : Arrays.copyOf(marks, size),
                        before.closedTo());
    }

    /** Returns whether any window has a new aggregate. */
    boolean anyChanged() {
        for (int index = 0; index < size; index++) {
            if (changed[index]) {
                return true;
            }
        }
        return false;
    }

    private void makeRoom(int place) {
        reserve(size + 1);
        shift(place, place + 1, size - place);
        marks[place] = 0;
        size++;
    }

    private void takeOut(int place) {
        shift(place + 1, place, size - place - 1);
        size--;
        aggregates[size] = null;
    }

    private void shift(int from, int to, int count) {
        System.arraycopy(starts, from, starts, to, count);
        System.arraycopy(times, from, times, to, count);
        System.arraycopy(aggregates, from, aggregates, to, count);
        System.arraycopy(marks, from, marks, to, count);
        System.arraycopy(changed, from, changed, to, count);
    }

    private void noteRemoved(long start, long time, byte mark) {
        if (removed == removedStarts.length) {
            removedStarts = Arrays.copyOf(removedStarts, 2 * removed);
            removedTimes = Arrays.copyOf(removedTimes, 2 * removed);
            removedMarks = Arrays.copyOf(removedMarks, 2 * removed);
        }
        removedStarts[removed] = start;
        removedTimes[removed] = time;
        removedMarks[removed] = mark;
        removed++;
    }

    private void reserve(int count) {
        if (count > starts.length) {
            int length = Math.max(count, 2 * starts.length);
            starts = Arrays.copyOf(starts, length);
            times = Arrays.copyOf(times, length);
            aggregates = Arrays.copyOf(aggregates, length);
            marks = Arrays.copyOf(marks, length);
            changed = Arrays.copyOf(changed, length);
        }
    }
}
