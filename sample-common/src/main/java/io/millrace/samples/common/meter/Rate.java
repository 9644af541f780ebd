package io.millrace.samples.common.meter;

import java.time.Clock;

/**
 * Counts events, and tells how many there were per second over the last ten whole seconds.
 *
 * <p>Thread-safe.
 */
public final class Rate {
    private static final int WINDOW_SECONDS = 10;
    private static final int SLOTS = WINDOW_SECONDS + 1;

    private final Clock clock;
    private final long startSecond;
    private final long[] slotSeconds = new long[SLOTS];
    private final long[] slotCounts = new long[SLOTS];
    private long total;

    public Rate(Clock clock) {
        this.clock = clock;
        this.startSecond = second();
    }

    public synchronized void count() {
        long second = second();
        int slot = (int) (second % SLOTS);
        if (slotSeconds[slot] != second) {
            slotSeconds[slot] = second;
            slotCounts[slot] = 0;
        }
        slotCounts[slot]++;
        total++;
    }

    public synchronized long total() {
        return total;
    }

    /** Returns the mean over the last ten whole seconds, or over those since the start while they are fewer. */
    public synchronized double perSecond() {
        long now = second();
        long seconds = Math.min(WINDOW_SECONDS, now - startSecond);
        if (seconds <= 0) {
            return 0;
        }
        long count = 0;
        for (int slot = 0; slot < SLOTS; slot++) {
            if (slotSeconds[slot] < now && slotSeconds[slot] >= now - seconds) {
                count += slotCounts[slot];
            }
        }
        return (double) count / seconds;
    }

    private long second() {
        return Math.floorDiv(clock.millis(), 1_000L);
    }
}
