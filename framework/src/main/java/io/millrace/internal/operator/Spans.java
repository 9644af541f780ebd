package io.millrace.internal.operator;

import java.time.Duration;

/** Adds spans to times where the sum may be more than a long holds: then it is the end of time, or its beginning. */
final class Spans {

    /** 70 million years: a few of them can be added up. */
    private static final Duration LONGEST = Duration.ofMillis(Long.MAX_VALUE / 4);

    private Spans() {}

    /** Returns the milliseconds of {@code span}, which is not negative; of one that nobody lives to see the end of, fewer. */
    static long millis(Duration span) {
        return span.compareTo(LONGEST) < 0 ? span.toMillis() : LONGEST.toMillis();
    }

    /** Returns the sum; a negative {@code span} leads back, to the beginning of time at most. */
    static long after(long time, long span) {
        long sum = time + span;
        boolean overflown = ((time ^ sum) & (span ^ sum)) < 0;
        if (!overflown) {
            return sum;
        }
        return span < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
}
