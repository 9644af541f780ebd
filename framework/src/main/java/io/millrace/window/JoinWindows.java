package io.millrace.window;

import java.time.Duration;

/**
 * How far apart in event time two records of one key may be to be joined: one of the left stream at time <i>t</i> is joined with
 * those of the right stream from <i>t - before</i> to <i>t + after</i>, both included.
 *
 * <p>A record's window is closed as soon as the watermark has passed its end and the grace. Until then the partners that it may
 * have are kept, and a left or outer join waits with what it says of a record without a partner.
 *
 * <p>Immutable.
 */
public record JoinWindows(long beforeMs, long afterMs, long gracePeriodMs) {

    /** @throws IllegalArgumentException if the window would end before it begins, or the grace is negative */
    public JoinWindows {
        if (beforeMs + afterMs < 0) {
            throw new IllegalArgumentException(
                    "A join window from %d ms before a record to %d ms behind it ends before it begins: give a later end"
                            .formatted(beforeMs, afterMs));
        }
        if (gracePeriodMs < 0) {
            throw new IllegalArgumentException(
                    "A join window has a grace of %d ms: give 0 or more".formatted(gracePeriodMs));
        }
    }

    /** Joins records that are at most {@code timeDifference} apart. */
    public static JoinWindows ofTimeDifferenceWithNoGrace(Duration timeDifference) {
        return ofTimeDifferenceAndGrace(timeDifference, Duration.ZERO);
    }

    /** The same; windows stay open until the watermark has passed their end by {@code afterWindowEnd}. */
    public static JoinWindows ofTimeDifferenceAndGrace(Duration timeDifference, Duration afterWindowEnd) {
        if (timeDifference.isNegative()) {
            throw new IllegalArgumentException(
                    "A join window has a time difference of %s: give 0 or more, and move its bounds with before(...) and after(...)"
                            .formatted(timeDifference));
        }
        return new JoinWindows(timeDifference.toMillis(), timeDifference.toMillis(), afterWindowEnd.toMillis());
    }

    /** Has the window begin {@code timeDifference} before the left record; a negative one has it begin behind. */
    public JoinWindows before(Duration timeDifference) {
        return new JoinWindows(timeDifference.toMillis(), afterMs, gracePeriodMs);
    }

    /** Has the window end {@code timeDifference} behind the left record; a negative one has it end before. */
    public JoinWindows after(Duration timeDifference) {
        return new JoinWindows(beforeMs, timeDifference.toMillis(), gracePeriodMs);
    }

    /** Returns how long the window is. */
    public long size() {
        return beforeMs + afterMs;
    }
}
