package io.millrace.benchmark.run;

import io.millrace.benchmark.process.Variant;
import io.millrace.benchmark.workload.Workload;
import java.util.List;

/**
 * A workload, who runs it, and how much of it.
 *
 * <p>Immutable.
 *
 * @param drainCount how many events a drain has
 */
public record Contest(Workload workload, List<Variant> variants, LatencyPlan latency, int drainCount) {
    public Contest {
        variants = List.copyOf(variants);
    }
}
