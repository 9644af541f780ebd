package io.millrace.internal.metrics;

import io.millrace.runtime.LatencyPercentiles;
import io.millrace.runtime.RecordLatencies;
import java.time.Duration;
import java.util.Map;

/**
 * What the last interval has brought. Immutable.
 *
 * @param queueing by stage
 * @param processing by stage
 */
record Intervals(
        Map<String, LatencyPercentiles> queueing,
        Map<String, LatencyPercentiles> processing,
        RecordLatencies latencies,
        Duration timerLateness) {

    static final Intervals NONE = new Intervals(Map.of(), Map.of(), RecordLatencies.NONE, Duration.ZERO);
}
