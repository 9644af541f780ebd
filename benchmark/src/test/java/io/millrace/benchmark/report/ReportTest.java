package io.millrace.benchmark.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportTest {
    private static final Discipline DISCIPLINE = new Discipline("W1", Mode.DRAIN);

    private final Report report = new Report(
            Map.of("rounds", "1"),
            "raw",
            "kafka-streams",
            List.of(
                    drain("raw", Map.of(Metric.RATE, 1_000_000.0, Metric.FIRST_RESULT, 1.0)),
                    drain("millrace", Map.of(Metric.RATE, 500_000.0, Metric.FIRST_RESULT, 2.5)),
                    RunResult.failed(new Run(DISCIPLINE, 1, "broken"), "no result")));

    @Test
    void theTableShowsMediansAndRatiosInAlignedColumns() {
        assertThat(report.asText()).startsWith("""
                W1 drain        rounds        records/s  first result s
                raw                  1        1,000,000            1.00
                millrace             1  500,000 (0.50x)    2.50 (2.50x)
                broken    1 (1 failed)                -               -
                """);
    }

    @Test
    void aPeerThatHasRunGetsATableOfRatios() {
        Report report = new Report(
                Map.of(),
                "raw",
                "peer",
                List.of(
                        drain("raw", Map.of(Metric.RATE, 100.0)),
                        drain("peer", Map.of(Metric.RATE, 40.0, Metric.PEAK_MEMORY, 500.0)),
                        drain("millrace", Map.of(Metric.RATE, 80.0, Metric.PEAK_MEMORY, 400.0))));

        assertThat(report.asText()).endsWith("""
                W1 drain         records/s  peak MiB
                millrace : peer      2.00x     0.80x
                """);
        assertThat(JsonMapper.builder()
                        .build()
                        .readTree(report.asJson())
                        .at("/summaries/0/variants/millrace/ratiosToPeer/recordsPerSecond")
                        .asDouble())
                .isEqualTo(2.0);
    }

    @Test
    void aPeerThatHasNotRunGetsNoTable() {
        assertThat(report.asText()).doesNotContain("kafka-streams");
    }

    @Test
    void aFailedRunIsExplainedUnderTheTable() {
        assertThat(report.asText()).contains("FAILED W1 drain, round 1, 'broken': no result");
    }

    @Test
    void markdownHasTheConditionsAndATable() {
        assertThat(report.asMarkdown())
                .contains("- rounds: 1")
                .containsPattern("\\| W1 drain +\\| +rounds \\|")
                .containsPattern("\\|-+\\|-+:\\|")
                .containsPattern("\\| millrace +\\| +1 \\| +500,000 \\(0\\.50x\\) \\|");
    }

    @Test
    void jsonHasMediansRatiosAndEveryRun() {
        JsonNode json = JsonMapper.builder().build().readTree(report.asJson());

        JsonNode millrace = json.at("/summaries/0/variants/millrace");
        assertThat(millrace.at("/medians/recordsPerSecond").asDouble()).isEqualTo(500_000);
        assertThat(millrace.at("/ratiosToBaseline/recordsPerSecond").asDouble()).isEqualTo(0.5);
        assertThat(json.at("/runs").size()).isEqualTo(3);
        assertThat(json.at("/runs/2/failure").asString()).isEqualTo("no result");
    }

    private static RunResult drain(String variant, Map<Metric, Double> values) {
        return RunResult.measured(new Run(DISCIPLINE, 1, variant), values, List.of());
    }
}
