package io.millrace.samples.common.meter;

import java.time.Clock;
import java.time.Duration;
import org.HdrHistogram.Histogram;

/**
 * Keeps the durations of the last ten seconds, one histogram for each second.
 *
 * <p>Thread-safe.
 */
public final class LatencyWindow {
    private static final int WINDOW_SECONDS = 10;
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final Clock clock;
    private final long[] slotSeconds = new long[WINDOW_SECONDS];
    private final Histogram[] slots = new Histogram[WINDOW_SECONDS];

    public LatencyWindow(Clock clock) {
        this.clock = clock;
        for (int slot = 0; slot < WINDOW_SECONDS; slot++) {
            slots[slot] = newHistogram();
        }
    }

    /** Adds a duration; one of more than a minute counts as a minute, and a negative one as none at all. */
    public synchronized void record(Duration duration) {
        if (duration.isNegative()) {
            return;
        }
        long second = second();
        int slot = (int) (second % WINDOW_SECONDS);
        if (slotSeconds[slot] != second) {
            slotSeconds[slot] = second;
            slots[slot].reset();
        }
        Duration bounded = duration.compareTo(LONGEST) > 0 ? LONGEST : duration;
        slots[slot].recordValue(bounded.toNanos() / 1_000);
    }

    public synchronized Latencies latencies() {
        Histogram window = newHistogram();
        long oldest = second() - WINDOW_SECONDS;
        for (int slot = 0; slot < WINDOW_SECONDS; slot++) {
            if (slotSeconds[slot] > oldest) {
                window.add(slots[slot]);
            }
        }
        if (window.getTotalCount() == 0) {
            return new Latencies(0, 0, 0, 0, 0);
        }
        return new Latencies(
                window.getTotalCount(),
                millis(window.getValueAtPercentile(50)),
                millis(window.getValueAtPercentile(95)),
                millis(window.getValueAtPercentile(99)),
                millis(window.getMaxValue()));
    }

    private long second() {
        return Math.floorDiv(clock.millis(), 1_000L);
    }

    private static double millis(long micros) {
        return micros / 1_000.0;
    }

    private static Histogram newHistogram() {
        return new Histogram(1, LONGEST.toNanos() / 1_000, 3);
    }
}
