package io.millrace.runtime;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * What event time and timers did in one epoch. Immutable.
 *
 * @param lateRecords records that were dropped, or given to a side output, because their time was over
 * @param clampedTimestamps timestamps that were not believable, and were made so
 * @param timersFired of both kinds
 * @param greatestTimerLateness by how much a timer fired later than it was due: by the wall clock, or since event time had come to it
 * @param watermark how far event time has come where it is least far, in milliseconds since the epoch; empty as long as it is not known
 */
public record EventTimeProgress(
        long lateRecords,
        long clampedTimestamps,
        long timersFired,
        Duration greatestTimerLateness,
        OptionalLong watermark) {

    /** Of a topology that keeps no time. */
    public static final EventTimeProgress NONE = new EventTimeProgress(0, 0, 0, Duration.ZERO, OptionalLong.empty());
}
