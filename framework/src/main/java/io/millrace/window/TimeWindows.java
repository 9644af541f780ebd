package io.millrace.window;

import java.time.Duration;
import java.util.Objects;

/**
 * Windows of a fixed size that begin at fixed times: tumbling ones, which follow each other without a gap, or hopping ones, which
 * overlap since they begin more often. Begins are counted from 1970-01-01T00:00:00Z. Immutable.
 *
 * <p>A window is closed once the watermark has come to its end and the grace after it; then nothing changes it any more.
 *
 * <p>Whether the numbers are right is checked when the topology is built, with everything else.
 *
 * @param size how long a window is, at least a millisecond
 * @param advance how long after a window the next one begins, at least a millisecond and at most {@code size}
 * @param grace how long after its end a window still takes records that come late
 */
public record TimeWindows(Duration size, Duration advance, Duration grace) {

    public TimeWindows {
        Objects.requireNonNull(size, "size");
        Objects.requireNonNull(advance, "advance");
        Objects.requireNonNull(grace, "grace");
    }

    /** Returns tumbling windows that are closed at their end. */
    public static TimeWindows ofSizeWithNoGrace(Duration size) {
        return ofSizeAndGrace(size, Duration.ZERO);
    }

    /** Returns tumbling windows. */
    public static TimeWindows ofSizeAndGrace(Duration size, Duration grace) {
        return new TimeWindows(size, size, grace);
    }

    /** Has a window begin after every {@code newAdvance}. */
    public TimeWindows advanceBy(Duration newAdvance) {
        return new TimeWindows(size, newAdvance, grace);
    }
}
