package io.millrace.internal.metrics;

import java.util.EnumMap;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;

/**
 * Takes durations by one thread, for two who want to know of all of them and each take theirs at other times. Recording neither waits
 * nor allocates, once it has seen a duration as long.
 *
 * <p>{@link #record} is confined to one thread; {@link #take} may be called by any.
 */
public final class LatencyRecorder {

    private static final int DIGITS = 2;

    private final SingleWriterRecorder recorder = new SingleWriterRecorder(DIGITS);

    // Guarded by this:
    private final Map<Taker, Histogram> kept = new EnumMap<>(Taker.class);
    private Histogram interval = recorder.getIntervalHistogram();

    public LatencyRecorder() {
        for (Taker taker : Taker.values()) {
            kept.put(taker, new Histogram(DIGITS));
        }
    }

    /** Who takes what was recorded. */
    public enum Taker {
        /** Wants to know what one epoch has brought. */
        EPOCH,
        /** Wants to know what some seconds have brought. */
        METRICS
    }

    /** Records {@code duration}, in any unit; a negative one counts as zero. */
    public void record(long duration) {
        recorder.recordValue(Math.max(0, duration));
    }

    /** Adds what was recorded since {@code taker} has called last to {@code sum}. */
    public synchronized void take(Taker taker, Histogram sum) {
        interval = recorder.getIntervalHistogram(interval);
        if (interval.getTotalCount() > 0) {
            kept.values().forEach(histogram -> histogram.add(interval));
        }
        Histogram own = kept.getOrDefault(taker, interval);
        if (own.getTotalCount() > 0) {
            sum.add(own);
            own.reset();
        }
    }
}
