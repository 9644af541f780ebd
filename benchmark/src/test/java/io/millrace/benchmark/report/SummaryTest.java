package io.millrace.benchmark.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SummaryTest {
    private static final Discipline DISCIPLINE = new Discipline("W1", Mode.LATENCY);

    @Test
    void theMedianOfAnEvenCountIsTheMiddleOfTheMiddleTwo() {
        assertThat(Summary.median(new double[] {9, 1, 4, 2})).hasValue(3);
        assertThat(Summary.median(new double[] {9, 1, 4})).hasValue(4);
        assertThat(Summary.median(new double[0])).isEmpty();
    }

    @Test
    void aRatioIsTakenWithinARoundBeforeTheMedian() {
        Summary summary = summary(
                run(1, "raw", 1.0), run(1, "other", 2.0),
                run(2, "raw", 10.0), run(2, "other", 11.0),
                run(3, "raw", 2.0), run(3, "other", 6.0));

        assertThat(summary.median("other", Metric.P50)).hasValue(6.0);
        assertThat(summary.ratio("other", Metric.P50)).hasValue(2.0);
        assertThat(summary.ratio("raw", Metric.P50)).isEmpty();
    }

    @Test
    void anyVariantCanBeComparedWithAnyOther() {
        Summary summary = summary(run(1, "raw", 1.0), run(1, "peer", 2.0), run(1, "other", 6.0));

        assertThat(summary.ratio("other", "peer", Metric.P50)).hasValue(3.0);
        assertThat(summary.ratio("peer", "peer", Metric.P50)).isEmpty();
        assertThat(summary.ratio("other", "absent", Metric.P50)).isEmpty();
    }

    @Test
    void aRoundWithoutABaselineHasNoRatio() {
        Summary summary = summary(
                RunResult.failed(new Run(DISCIPLINE, 1, "raw"), "died"),
                run(1, "other", 100.0),
                run(2, "raw", 1.0),
                run(2, "other", 3.0));

        assertThat(summary.ratio("other", Metric.P50)).hasValue(3.0);
        assertThat(summary.failedRuns("raw")).isEqualTo(1);
        assertThat(summary.median("raw", Metric.P50)).hasValue(1.0);
    }

    @Test
    void runsOfOtherDisciplinesAreLeftOut() {
        Summary summary = summary(
                run(1, "raw", 1.0),
                run(new Run(new Discipline("W1", Mode.DRAIN), 1, "drained"), 5.0),
                run(new Run(new Discipline("W2", Mode.LATENCY), 1, "aggregated"), 5.0));

        assertThat(summary.variants()).containsExactly("raw");
    }

    @Test
    void metricsThatNobodyMeasuredAreNoColumns() {
        assertThat(summary(run(1, "raw", 1.0)).metrics()).containsExactly(Metric.P50);
    }

    private static Summary summary(RunResult... results) {
        return new Summary(DISCIPLINE, "raw", List.of(results));
    }

    private static RunResult run(int round, String variant, double p50) {
        return run(new Run(DISCIPLINE, round, variant), p50);
    }

    private static RunResult run(Run run, double p50) {
        return RunResult.measured(run, Map.of(Metric.P50, p50), List.of());
    }
}
