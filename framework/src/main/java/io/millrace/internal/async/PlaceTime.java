package io.millrace.internal.async;

import io.millrace.internal.exchange.LaneEvent;
import org.jspecify.annotations.Nullable;

/**
 * How far event time is certain to have come at one place: as far as before the oldest record that has not gone on. What newer ones say
 * that have gone on counts when all before them have.
 *
 * <p>Confined to the worker.
 */
final class PlaceTime {

    private final Place place;
    private final ToldTimes.Told told;
    private @Nullable TimeMark first;
    private @Nullable TimeMark last;
    private long passed = LaneEvent.NO_TIME;
    private boolean idle;

    PlaceTime(Place place, ToldTimes.Told told) {
        this.place = place;
        this.told = told;
    }

    /** A record has come; returns its mark. */
    TimeMark append(long before, long after) {
        TimeMark added = new TimeMark(this, before, after);
        TimeMark end = last;
        if (end == null) {
            first = added;
        } else {
            end.next = added;
            added.previous = end;
        }
        last = added;
        return added;
    }

    /** Time has come so far behind the last record. */
    void append(LaneEvent.Time time) {
        moveOn(last, time.watermark(), time.idle());
    }

    /** Returns the most that may be said of time when {@code mark}'s record goes on; all that it brings if none before it waits. */
    long limit(TimeMark mark) {
        return first == mark ? Long.MAX_VALUE : certain();
    }

    /** The record of {@code mark} goes on with {@code watermark}. */
    void remove(TimeMark mark, long watermark) {
        TimeMark before = mark.previous;
        TimeMark behind = mark.next;
        moveOn(before, mark.after, mark.idleAfter);
        if (before == null) {
            first = behind;
        } else {
            before.next = behind;
        }
        if (behind == null) {
            last = before;
        } else {
            behind.previous = before;
        }
        told.set(watermark, false);
    }

    /** Returns whether it is idle for all that the worker knows. */
    boolean isToldIdle() {
        return told.isIdle();
    }

    /** Returns what the worker has not been told; null if it knows all that is certain. */
    LaneEvent.@Nullable Time takeNews() {
        long certain = certain();
        boolean isIdle = first == null && idle;
        if (certain <= told.watermark() && isIdle == told.isIdle()) {
            return null;
        }
        told.set(certain, isIdle);
        return new LaneEvent.Time(place.assignment(), told.watermark(), isIdle);
    }

    int lane() {
        return place.lane();
    }

    private long certain() {
        return first == null ? passed : Math.max(passed, first.before);
    }

    private void moveOn(@Nullable TimeMark mark, long watermark, boolean isIdle) {
        if (mark == null) {
            passed = Math.max(passed, watermark);
            idle = isIdle;
        } else {
            mark.after = Math.max(mark.after, watermark);
            mark.idleAfter = isIdle;
        }
    }
}
