package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.millrace.processor.SourcePartition;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CrashDriverTest {

    @ParameterizedTest
    @EnumSource
    void stateIsExactWhereverACommitIsCutShort(CrashPoint point) {
        try (TopologyTestDriver driver =
                TopologyTestDriver.builder(Words.counts()).partitions(3).build()) {
            TestInputTopic<String, String> words = Words.input(driver);
            words.pipeInput("a", "x");
            driver.advanceEpoch();
            words.pipeInput("a", "x");
            words.pipeInput("b", "x");
            driver.crashAt(point);
            driver.advanceEpoch();
            assertThat(driver.isCrashed()).isTrue();

            driver.restart();
            words.pipeInput("a", "x");

            assertThat(driver.<String, Long>store("counts").entries())
                    .containsOnly(Map.entry("a", 3L), Map.entry("b", 1L));
        }
    }

    @ParameterizedTest
    @EnumSource
    void outputsComeAgainOnlyIfTheirEpochWasNotDurable(CrashPoint point) {
        try (TopologyTestDriver driver = new TopologyTestDriver(Words.counts())) {
            Words.input(driver).pipeInput("a", "x");
            driver.crashAt(point);
            driver.advanceEpoch();
            driver.restart();

            boolean durable = point.compareTo(CrashPoint.AFTER_OFFSETS) > 0;
            assertThat(Words.counts(driver).readValuesToList())
                    .hasSize(durable ? 1 : 2)
                    .containsOnly(1L);
        }
    }

    @ParameterizedTest
    @EnumSource
    void outputsWithoutStateComeAgainOnlyIfTheirOffsetsWereNotDurable(CrashPoint point) {
        try (TopologyTestDriver driver = new TopologyTestDriver(Words.upper())) {
            Words.input(driver).pipeInput("a", "x");
            driver.crashAt(point);
            driver.advanceEpoch();
            assertThat(driver.isCrashed()).isTrue();
            driver.restart();

            boolean durable = point.compareTo(CrashPoint.AFTER_OFFSETS) > 0;
            assertThat(Words.output(driver, "upper").readValuesToList())
                    .hasSize(durable ? 1 : 2)
                    .containsOnly("X");
        }
    }

    @Test
    void aCrashLosesNothing() {
        try (TopologyTestDriver driver = new TopologyTestDriver(Words.counts())) {
            Words.input(driver).pipeInput("a", "x");
            driver.crash();
            driver.restart();

            assertThat(driver.<String, Long>store("counts").get("a")).isEqualTo(1);
            assertThat(Words.counts(driver).readValuesToList()).containsExactly(1L, 1L);
        }
    }

    @Test
    void whatIsWrittenWhileItIsDownIsProcessedAfterwards() {
        try (TopologyTestDriver driver = new TopologyTestDriver(Words.counts())) {
            driver.crash();
            Words.input(driver).pipeInput("a", "x");
            assertThat(Words.counts(driver).isEmpty()).isTrue();

            driver.restart();

            assertThat(Words.counts(driver).readValuesToList()).containsExactly(1L);
        }
    }

    @Test
    void aRestartWithoutACrashRepeatsNothing() {
        try (TopologyTestDriver driver = new TopologyTestDriver(Words.counts())) {
            Words.input(driver).pipeInput("a", "x");

            driver.restart();

            assertThat(driver.<String, Long>store("counts").get("a")).isEqualTo(1);
            assertThat(Words.counts(driver).readValuesToList()).containsExactly(1L);
        }
    }

    @Test
    void allPartitionsAreItsOwnAgainAfterARestart() {
        try (TopologyTestDriver driver =
                TopologyTestDriver.builder(Words.counts()).partitions(2).build()) {
            driver.crash();
            driver.restart();

            assertThat(driver.assignment())
                    .containsExactlyInAnyOrder(new SourcePartition("words", 0), new SourcePartition("words", 1));
        }
    }

    @Test
    void oneCrashAfterAnotherIsSurvived() {
        try (TopologyTestDriver driver = new TopologyTestDriver(Words.counts())) {
            for (CrashPoint point : CrashPoint.values()) {
                Words.input(driver).pipeInput("a", "x");
                driver.crashAt(point);
                driver.advanceEpoch();
                driver.restart();
            }

            assertThat(driver.<String, Long>store("counts").get("a")).isEqualTo(CrashPoint.values().length);
        }
    }

    @Test
    void anEpochWithoutACommitComesToNoCrashPoint() {
        try (TopologyTestDriver driver = new TopologyTestDriver(Words.counts())) {
            driver.advanceEpoch();
            driver.crashAt(CrashPoint.AFTER_MARKERS);

            assertThatIllegalStateException()
                    .isThrownBy(driver::advanceEpoch)
                    .withMessageContaining("without a crash at AFTER_MARKERS")
                    .withMessageContaining("Write a record first");
        }
    }

    @Test
    void nothingCanBeAskedOfACrashedTopology() {
        try (TopologyTestDriver driver = new TopologyTestDriver(Words.counts())) {
            TestStore<String, Long> counts = driver.store("counts");
            driver.crash();

            assertThatIllegalStateException()
                    .isThrownBy(driver::advanceEpoch)
                    .withMessage("Topology 'words' has crashed: call restart() first");
            assertThatIllegalStateException().isThrownBy(() -> counts.get("a")).withMessageContaining("restart()");
            assertThatIllegalStateException().isThrownBy(driver::crash).withMessageContaining("restart()");
        }
    }
}
