package io.millrace.internal.stage;

/**
 * The time in which a partition would have brought its records if it had any, in milliseconds: that by which it becomes idle. It stands
 * still while nobody knows whether there are records, as when Kafka does not answer or the process was suspended.
 *
 * <p>Confined to the worker.
 */
final class ListeningClock {

    private static final long FOR_EVER = Long.MAX_VALUE;

    private long counted;
    private long from;
    private long until;

    /** Returns how much it has counted at {@code now}, a wall-clock time as all others here, and not before the last change. */
    long at(long now) {
        return counted + Math.max(0, Math.min(now, until) - from);
    }

    /** Returns the last moment up to {@code now} that it counts. */
    long countsUpTo(long now) {
        return Math.min(now, until);
    }

    /** Returns whether it goes on at {@code now}, and for how long at least. */
    long millisLeft(long now) {
        return until == FOR_EVER ? FOR_EVER : Math.max(0, until - now);
    }

    /** Counts what is between {@code start} and {@code end}, too, beside all that it counts already. */
    void count(long start, long end) {
        counted = at(start);
        from = Math.max(from, start);
        until = Math.max(until, end);
    }

    /** Counts on from {@code now}, and does not stop by itself. */
    void run(long now) {
        if (until != FOR_EVER) {
            count(now, FOR_EVER);
        }
    }

    /** Counts no further than {@code now}. */
    void stop(long now) {
        counted = at(now);
        from = now;
        until = now;
    }
}
