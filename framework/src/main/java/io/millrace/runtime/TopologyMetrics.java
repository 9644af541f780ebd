package io.millrace.runtime;

import java.util.List;

/**
 * What was measured of a topology. Counts and sums of time begin with the engine and never fall, whatever restarts; the rest is how it is
 * now, and latencies and the lateness of timers are those of the last 10 seconds that are over. Immutable.
 *
 * @param stages in the data's way; none where the engine does not measure
 * @param edges what went along each edge of the {@link TopologyPlan}; none where the engine does not measure
 * @param latencies of the records of the whole topology
 * @param eventTime what event time and timers did
 * @param errors what became of records that failed; those that are parked, now
 * @param stores those of which this instance has a part now
 * @param restores what is being restored now, by store and partition
 */
public record TopologyMetrics(
        List<StageMetrics> stages,
        List<EdgeMetrics> edges,
        InputMetrics input,
        EpochMetrics epochs,
        RecordLatencies latencies,
        EventTimeProgress eventTime,
        ErrorProgress errors,
        List<StoreMetrics> stores,
        List<RestoreProgress> restores) {

    public TopologyMetrics {
        stages = List.copyOf(stages);
        edges = List.copyOf(edges);
        stores = List.copyOf(stores);
        restores = List.copyOf(restores);
    }
}
