package io.millrace.runtime;

/**
 * Percentiles of a duration over one epoch, or 10 seconds, in milliseconds; all zero where {@code count} is. Immutable.
 *
 * @param count how many durations were measured
 */
public record LatencyPercentiles(long count, double p0, double p50, double p90, double p95, double p99) {

    public static final LatencyPercentiles NONE = new LatencyPercentiles(0, 0, 0, 0, 0, 0);
}
