package io.millrace.internal.stage;

import io.millrace.internal.exchange.LaneEvent;

/**
 * How far event time has come in what one input of a partition brings: its only one, a lane, or a partition before a shuffle. The
 * watermark never goes back.
 *
 * <p>Confined to the worker.
 */
final class TimeInput implements TimePart {

    private long watermark = LaneEvent.NO_TIME;
    private boolean idle;
    private boolean brought;
    private boolean fresh;
    private long broughtAt;
    private long quietSince;

    @Override
    public long watermark() {
        return watermark;
    }

    @Override
    public boolean isIdle() {
        return idle;
    }

    /** A record has come with {@code newWatermark}, at {@code now} by the wall clock; returns whether that is a change. */
    boolean bring(long newWatermark, long now) {
        brought = true;
        fresh = true;
        broughtAt = now;
        return reach(newWatermark);
    }

    /** Returns whether any record has come since it is known. */
    boolean hasBrought() {
        return brought;
    }

    /** It is at {@code newWatermark}, and not idle; returns whether that is a change. */
    boolean reach(long newWatermark) {
        return move(newWatermark) | wake();
    }

    /** Goes on to {@code newWatermark}, idle or not; returns whether that is a change. */
    boolean move(long newWatermark) {
        boolean changed = newWatermark > watermark;
        watermark = Math.max(watermark, newWatermark);
        return changed;
    }

    /** It is idle; returns whether that is a change. */
    boolean rest() {
        boolean changed = !idle;
        idle = true;
        return changed;
    }

    /** It is not idle; returns whether that is a change. */
    boolean wake() {
        boolean changed = idle;
        idle = false;
        return changed;
    }

    /** Returns since when no record has come, by {@code clock}, which is not to be changed between a record and this. */
    long quietSince(ListeningClock clock) {
        if (fresh) {
            fresh = false;
            quietSince = clock.at(broughtAt);
        }
        return quietSince;
    }
}
