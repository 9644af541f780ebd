package io.millrace.samples.common.meter;

/**
 * Percentiles of a duration over the last ten seconds, in milliseconds; all zero where {@code count} is.
 *
 * <p>Immutable.
 */
public record Latencies(long count, double p50, double p95, double p99, double max) {}
