package io.millrace.benchmark.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one run brought: its measurements, or why there are none.
 *
 * <p>Immutable.
 *
 * @param values empty after a failure
 * @param failure why the run does not count
 * @param warnings what a reader of the numbers should know
 */
public record RunResult(Run run, Map<Metric, Double> values, Optional<String> failure, List<String> warnings) {
    public RunResult {
        values = Map.copyOf(values);
        warnings = List.copyOf(warnings);
    }

    public static RunResult measured(Run run, Map<Metric, Double> values, List<String> warnings) {
        return new RunResult(run, values, Optional.empty(), warnings);
    }

    public static RunResult failed(Run run, String failure) {
        return new RunResult(run, Map.of(), Optional.of(failure), List.of());
    }

    public boolean hasFailed() {
        return failure.isPresent();
    }
}
