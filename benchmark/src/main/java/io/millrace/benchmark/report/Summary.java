package io.millrace.benchmark.report;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Medians over the rounds of one discipline, absolute and in relation to the baseline.
 *
 * <p>A ratio is taken within a round, because a shared machine drifts between rounds; the median is taken of the ratios.
 *
 * <p>Immutable.
 */
public final class Summary {
    private final Discipline discipline;
    private final String baseline;
    private final List<RunResult> results;

    /** Of {@code results}, those in {@code discipline}. */
    public Summary(Discipline discipline, String baseline, List<RunResult> results) {
        this.discipline = discipline;
        this.baseline = baseline;
        this.results = results.stream()
                .filter(result -> result.run().discipline().equals(discipline))
                .toList();
    }

    public Discipline discipline() {
        return discipline;
    }

    public String baseline() {
        return baseline;
    }

    /** The variants that ran, in the order of their first run. */
    public List<String> variants() {
        return results.stream().map(result -> result.run().variant()).distinct().toList();
    }

    /** What at least one run measured, in the order of a table's columns. */
    public List<Metric> metrics() {
        return discipline.mode().metrics().stream()
                .filter(metric -> variants().stream()
                        .anyMatch(variant -> median(variant, metric).isPresent()))
                .toList();
    }

    public long runs(String variant) {
        return of(variant).size();
    }

    public long failedRuns(String variant) {
        return of(variant).stream().filter(RunResult::hasFailed).count();
    }

    /** The median of {@code metric}; empty if no run of {@code variant} measured it. */
    public OptionalDouble median(String variant, Metric metric) {
        return median(of(variant).stream()
                .flatMapToDouble(result -> value(result, metric).stream())
                .toArray());
    }

    /** The median of the ratios to the baseline in the same round; empty for the baseline and where it has no value. */
    public OptionalDouble ratio(String variant, Metric metric) {
        return ratio(variant, baseline, metric);
    }

    /** The median of the ratios to {@code other} in the same round; empty for itself and where it has no value. */
    public OptionalDouble ratio(String variant, String other, Metric metric) {
        if (variant.equals(other)) {
            return OptionalDouble.empty();
        }
        return median(of(variant).stream()
                .flatMapToDouble(result -> ratio(result, other, metric).stream())
                .filter(Double::isFinite)
                .toArray());
    }

    static OptionalDouble median(double[] values) {
        if (values.length == 0) {
            return OptionalDouble.empty();
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return OptionalDouble.of(sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2);
    }

    private OptionalDouble ratio(RunResult result, String other, Metric metric) {
        Optional<RunResult> sameRound = of(other).stream()
                .filter(candidate -> candidate.run().round() == result.run().round())
                .findFirst();
        OptionalDouble own = value(result, metric);
        OptionalDouble reference = sameRound.map(found -> value(found, metric)).orElseGet(OptionalDouble::empty);
        return own.isPresent() && reference.isPresent()
                ? OptionalDouble.of(own.getAsDouble() / reference.getAsDouble())
                : OptionalDouble.empty();
    }

    private static OptionalDouble value(RunResult result, Metric metric) {
        Double value = result.values().get(metric);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    private List<RunResult> of(String variant) {
        return results.stream()
                .filter(result -> result.run().variant().equals(variant))
                .toList();
    }
}
