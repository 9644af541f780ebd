package io.millrace.internal.stage;

import io.millrace.internal.exchange.LaneEvent;

/** How far event time has come in what one input of a partition brings: its only one, a lane, or a partition before a shuffle. */
final class TimeInput {

    private long watermark = LaneEvent.NO_TIME;
    private boolean idle;
    private boolean fresh;
    private long lastAt;

    /** Begins at {@code now}, a wall-clock time in milliseconds. */
    TimeInput(long now) {
        this.lastAt = now;
    }

    long watermark() {
        return watermark;
    }

    /** Returns whether it holds up no other input. */
    boolean isIdle() {
        return idle;
    }

    /** A record has come with {@code newWatermark}; returns whether that is a change. */
    boolean advance(long newWatermark) {
        fresh = true;
        return set(newWatermark, false);
    }

    /** Sets both; the watermark never goes back. Returns whether that is a change. */
    boolean set(long newWatermark, boolean newIdle) {
        boolean changed = idle != newIdle || newWatermark > watermark;
        idle = newIdle;
        watermark = Math.max(watermark, newWatermark);
        return changed;
    }

    /** Returns since when no record has come, as far as {@code now} and calls before it tell. */
    long quietSince(long now) {
        if (fresh) {
            fresh = false;
            lastAt = now;
        }
        return lastAt;
    }
}
