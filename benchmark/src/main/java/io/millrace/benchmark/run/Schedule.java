package io.millrace.benchmark.run;

/**
 * When events are due, whatever becomes of those before: event <i>i</i> at start + <i>i</i> / rate. A sender that counted
 * from the previous event instead would wait for a slow engine and hide how slow it is (coordinated omission).
 *
 * <p>Immutable.
 */
record Schedule(long startMicros, long eventsPerSecond, long eventCount) {
    private static final long MICROS_PER_SECOND = 1_000_000;

    Schedule {
        if (eventsPerSecond < 1 || eventCount < 1) {
            throw new IllegalArgumentException("A schedule needs a rate and a count of at least 1, not %d and %d."
                    .formatted(eventsPerSecond, eventCount));
        }
    }

    /** When event {@code index} is due; valid beyond the last one too. */
    long dueMicros(long index) {
        long wholeSeconds = index / eventsPerSecond;
        long rest = index % eventsPerSecond;
        return startMicros + wholeSeconds * MICROS_PER_SECOND + rest * MICROS_PER_SECOND / eventsPerSecond;
    }

    /** When the schedule is over: one interval after the last event. */
    long endMicros() {
        return dueMicros(eventCount);
    }
}
