package io.millrace.runtime;

/**
 * The three latencies of Spark's Real-Time Mode. Immutable.
 *
 * @param queueing from a record's timestamp until it was read
 * @param processing from there until its output was acknowledged, committed, or written by a sink elsewhere
 * @param endToEnd from a record's timestamp until then
 */
public record RecordLatencies(LatencyPercentiles queueing, LatencyPercentiles processing, LatencyPercentiles endToEnd) {

    /** Nothing was measured. */
    public static final RecordLatencies NONE =
            new RecordLatencies(LatencyPercentiles.NONE, LatencyPercentiles.NONE, LatencyPercentiles.NONE);
}
