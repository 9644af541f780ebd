package io.millrace.benchmark.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SummaryTest {
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
    void aRoundWithoutABaselineHasNoRatio() {
        Summary summary = summary(
                RunResult.failed(Mode.LATENCY, 1, "raw", "died"),
                run(1, "other", 100.0),
                run(2, "raw", 1.0),
                run(2, "other", 3.0));

        assertThat(summary.ratio("other", Metric.P50)).hasValue(3.0);
        assertThat(summary.failedRuns("raw")).isEqualTo(1);
        assertThat(summary.median("raw", Metric.P50)).hasValue(1.0);
    }

    @Test
    void runsOfTheOtherModeAreLeftOut() {
        Summary summary = summary(
                run(1, "raw", 1.0), RunResult.measured(Mode.DRAIN, 1, "drained", Map.of(Metric.RATE, 5.0), List.of()));

        assertThat(summary.variants()).containsExactly("raw");
    }

    private static Summary summary(RunResult... results) {
        return new Summary(Mode.LATENCY, "raw", List.of(results));
    }

    private static RunResult run(int round, String variant, double p50) {
        return RunResult.measured(Mode.LATENCY, round, variant, Map.of(Metric.P50, p50), List.of());
    }
}
