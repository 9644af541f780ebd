package io.millrace.internal.metrics;

import io.millrace.internal.metrics.LatencyRecorder.Taker;
import io.millrace.runtime.LatencyPercentiles;
import org.HdrHistogram.Histogram;

/** Makes percentiles of what recorders have. */
public final class Percentiles {

    private static final int DIGITS = 2;

    private Percentiles() {}

    /** Returns those of all durations together that {@code taker} has not taken yet. */
    public static LatencyPercentiles take(Taker taker, double unitsPerMilli, Iterable<LatencyRecorder> recorders) {
        Histogram all = new Histogram(DIGITS);
        recorders.forEach(recorder -> recorder.take(taker, all));
        if (all.getTotalCount() == 0) {
            return LatencyPercentiles.NONE;
        }
        return new LatencyPercentiles(
                all.getTotalCount(),
                all.getMinValue() / unitsPerMilli,
                all.getValueAtPercentile(50) / unitsPerMilli,
                all.getValueAtPercentile(90) / unitsPerMilli,
                all.getValueAtPercentile(95) / unitsPerMilli,
                all.getValueAtPercentile(99) / unitsPerMilli);
    }
}
