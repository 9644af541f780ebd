package io.millrace.spring.view;

import io.millrace.runtime.EventTimeProgress;
import java.util.OptionalLong;

/**
 * What event time and timers do. Immutable.
 *
 * @param watermark how far event time has come where it is least far, in milliseconds since 1970; empty as long as it is not known
 * @param watermarkLagMillis by how much that is behind the wall clock
 * @param timerLatenessMillis by how much a timer was late in the last 10 seconds that are over
 */
public record TimeView(
        OptionalLong watermark,
        OptionalLong watermarkLagMillis,
        long lateRecords,
        long clampedTimestamps,
        long timersFired,
        long timerLatenessMillis) {

    static TimeView of(EventTimeProgress progress, long now) {
        OptionalLong watermark = progress.watermark();
        return new TimeView(
                watermark,
                watermark.isPresent() ? OptionalLong.of(now - watermark.getAsLong()) : OptionalLong.empty(),
                progress.lateRecords(),
                progress.clampedTimestamps(),
                progress.timersFired(),
                progress.greatestTimerLateness().toMillis());
    }
}
