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

    /** 70 million years, which is for ever: a few of them can be added up. */
    private static final long LONGEST_MS = Long.MAX_VALUE / 8;

    /** @throws IllegalArgumentException if the window would end before it begins, or the grace is negative */
    public JoinWindows {
        beforeMs = Math.max(-LONGEST_MS, Math.min(LONGEST_MS, beforeMs));
        afterMs = Math.max(-LONGEST_MS, Math.min(LONGEST_MS, afterMs));
        gracePeriodMs = Math.min(LONGEST_MS, gracePeriodMs);
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
        return new JoinWindows(millis(timeDifference), millis(timeDifference), millis(afterWindowEnd));
    }

    /** Has the window begin {@code timeDifference} before the left record; a negative one has it begin behind. */
    public JoinWindows before(Duration timeDifference) {
        return new JoinWindows(millis(timeDifference), afterMs, gracePeriodMs);
    }

    /** Has the window end {@code timeDifference} behind the left record; a negative one has it end before. */
    public JoinWindows after(Duration timeDifference) {
        return new JoinWindows(beforeMs, millis(timeDifference), gracePeriodMs);
    }

    private static long millis(Duration span) {
        return span.abs().compareTo(Duration.ofMillis(LONGEST_MS)) < 0
                ? span.toMillis()
                : span.isNegative() ? -LONGEST_MS : LONGEST_MS;
    }

    /** Returns how long the window is. */
    public long size() {
        return beforeMs + afterMs;
    }
}
