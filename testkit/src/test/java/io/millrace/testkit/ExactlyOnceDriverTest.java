package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.millrace.errors.MissingTopicException;
import io.millrace.errors.OutputTooLargeException;
import io.millrace.errors.RecordFailedException;
import io.millrace.runtime.Delivery;
import io.millrace.runtime.StateSettings;
import io.millrace.runtime.TopologySettings;
import io.millrace.topology.Produced;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExactlyOnceDriverTest {

    private static final TopologySettings EXACTLY_ONCE =
            TopologySettings.defaults().withDelivery(Delivery.EXACTLY_ONCE);

    @Test
    void outputsAreThereWhenTheirEpochHasEnded() {
        try (TopologyTestDriver driver = driver(Words.counts())) {
            Words.input(driver).pipeInput("a", "x");
            Words.input(driver).pipeInput("a", "x");
            assertThat(Words.counts(driver).isEmpty()).isTrue();

            driver.advanceEpoch();

            assertThat(Words.counts(driver).readValuesToList()).containsExactly(1L, 2L);
        }
    }

    @Test
    void withoutStateTooOutputsAreThereWhenTheirEpochHasEnded() {
        try (TopologyTestDriver driver = driver(Words.upper())) {
            Words.input(driver).pipeInput("a", "x");
            assertThat(Words.output(driver, "upper").isEmpty()).isTrue();

            driver.advanceEpoch();

            assertThat(Words.output(driver, "upper").readValuesToList()).containsExactly("X");
        }
    }

    @Test
    void outputsAreReadInTheOrderOfWritingWhateverTheirPartitions() {
        try (TopologyTestDriver driver = TopologyTestDriver.builder(Words.upper())
                .settings(EXACTLY_ONCE)
                .topic("upper", 3)
                .build()) {
            for (String key : "a b c d e f g h".split(" ")) {
                Words.input(driver).pipeInput(key, key);
            }

            driver.advanceEpoch();

            assertThat(Words.output(driver, "upper").readValuesToList())
                    .containsExactly("A", "B", "C", "D", "E", "F", "G", "H");
        }
    }

    @Test
    void anEpochCountsItsOutputsAndTheirLatenciesWhenTheyAreVisible() {
        try (TopologyTestDriver driver = driver(Words.upper())) {
            Words.input(driver).pipeInput("a", "x");
            Words.input(driver).pipeInput("a", "y");
            driver.advanceWallClockTime(Duration.ofSeconds(3));

            driver.advanceEpoch();

            assertThat(driver.lastEpoch()).hasValueSatisfying(epoch -> {
                assertThat(epoch.recordsOut()).isEqualTo(2);
                assertThat(epoch.endToEnd().count()).isEqualTo(2);
                assertThat(epoch.endToEnd().p0()).isGreaterThanOrEqualTo(2_900);
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void outputsBehindStateNeverComeAgainWhereverACommitIsCutShort(CrashPoint point) {
        try (TopologyTestDriver driver = driver(Words.counts())) {
            Words.input(driver).pipeInput("a", "x");
            driver.advanceEpoch();
            Words.input(driver).pipeInput("a", "x");
            driver.crashAt(point);
            driver.advanceEpoch();
            assertThat(driver.isCrashed()).isTrue();

            driver.restart();
            Words.input(driver).pipeInput("a", "x");
            driver.advanceEpoch();

            assertThat(Words.counts(driver).readValuesToList()).containsExactly(1L, 2L, 3L);
        }
    }

    @ParameterizedTest
    @EnumSource
    void outputsWithoutStateNeverComeAgainWhereverACommitIsCutShort(CrashPoint point) {
        try (TopologyTestDriver driver = driver(Words.upper())) {
            Words.input(driver).pipeInput("a", "x");
            driver.advanceEpoch();
            Words.input(driver).pipeInput("a", "y");
            driver.crashAt(point);
            driver.advanceEpoch();
            assertThat(driver.isCrashed()).isTrue();

            driver.restart();
            Words.input(driver).pipeInput("a", "z");
            driver.advanceEpoch();

            assertThat(Words.output(driver, "upper").readValuesToList()).containsExactly("X", "Y", "Z");
        }
    }

    @Test
    void whatACrashTakesBeforeItsEpochHasEndedWasNeverThere() {
        try (TopologyTestDriver driver = driver(Words.upper())) {
            Words.input(driver).pipeInput("a", "x");
            driver.crash();
            driver.restart();
            assertThat(Words.output(driver, "upper").isEmpty()).isTrue();

            driver.advanceEpoch();

            assertThat(Words.output(driver, "upper").readValuesToList()).containsExactly("X");
        }
    }

    @Test
    void aStopCommitsTheOutputsOfTheLastEpoch() {
        try (TopologyTestDriver driver = driver(Words.upper())) {
            Words.input(driver).pipeInput("a", "x");

            driver.restart();

            assertThat(Words.output(driver, "upper").readValuesToList()).containsExactly("X");
        }
    }

    @Test
    void aRevokedPartitionsOutputsAreCommittedWithIt() {
        try (TopologyTestDriver driver = driver(Words.upper())) {
            Words.input(driver).pipeInput("a", "x");

            driver.revoke("words", 0);

            assertThat(Words.output(driver, "upper").readValuesToList()).containsExactly("X");
        }
    }

    @Test
    void anEpochEndsEarlyWhenTooManyOutputsWaitForIt() {
        TopologySettings little =
                EXACTLY_ONCE.withState(StateSettings.defaults().withMaxChangedBytes(1_000));
        try (TopologyTestDriver driver =
                TopologyTestDriver.builder(Words.upper()).settings(little).build()) {
            Words.input(driver).pipeInput("a", "x".repeat(1_000));
            Words.input(driver).pipeInput("a", "y");

            assertThat(Words.output(driver, "upper").readValuesToList()).contains("X".repeat(1_000));
        }
    }

    @ParameterizedTest
    @EnumSource
    void anOutputThatItsTopicDoesNotTakeFailsItsRecordByName(Delivery delivery) {
        Topology growing = growing();
        try (TopologyTestDriver driver = TopologyTestDriver.builder(growing)
                .settings(TopologySettings.defaults().withDelivery(delivery))
                .build()) {
            Words.input(driver).pipeInput("a", "fine");
            driver.advanceEpoch();

            Throwable failure = catchThrowable(() -> Words.input(driver).pipeInput("a", "very-secret"));

            assertThat(failure)
                    .isInstanceOf(RecordFailedException.class)
                    .hasMessageContaining("at 'write' on the record of topic 'words', partition 0, offset 1")
                    .hasMessageNotContaining("very-secret")
                    .cause()
                    .isInstanceOf(OutputTooLargeException.class)
                    .hasMessageContaining("topic 'upper' takes 2000001 bytes")
                    .hasMessageContaining("the topic's 'max.message.bytes' is 1048588");
            assertThat(Words.output(driver, "upper").readValuesToList()).containsExactly("fine");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aChosenTopicsLimitIsAskedBeforeItsFirstOutput(Delivery delivery) {
        TopologyBuilder builder = Words.builder();
        builder.<String, String>stream("words")
                .mapValues(value -> "x".repeat(2_000_000))
                .to((key, value, metadata) -> "chosen");
        try (TopologyTestDriver driver = TopologyTestDriver.builder(builder.build())
                .topic("chosen", 1)
                .settings(TopologySettings.defaults().withDelivery(delivery))
                .build()) {
            assertThat(catchThrowable(() -> Words.input(driver).pipeInput("a", "x")))
                    .isInstanceOf(RecordFailedException.class)
                    .hasMessageContaining("topic 'words', partition 0, offset 0")
                    .hasCauseInstanceOf(OutputTooLargeException.class);
        }
    }

    @Test
    void aChosenTopicIsWrittenTo() {
        TopologyBuilder builder = Words.builder();
        builder.<String, String>stream("words").to((key, value, metadata) -> "chosen-" + key);
        try (TopologyTestDriver driver = TopologyTestDriver.builder(builder.build())
                .topic("chosen-a", 1)
                .topic("chosen-b", 1)
                .settings(EXACTLY_ONCE)
                .build()) {
            Words.input(driver).pipeInput("a", "x");
            Words.input(driver).pipeInput("b", "y");
            Words.input(driver).pipeInput("a", "z");

            driver.advanceEpoch();

            assertThat(Words.output(driver, "chosen-a").readValuesToList()).containsExactly("x", "z");
            assertThat(Words.output(driver, "chosen-b").readValuesToList()).containsExactly("y");
        }
    }

    @Test
    void aChosenTopicThatIsMissingFailsTheTopologyByName() {
        TopologyBuilder builder = Words.builder();
        builder.<String, String>stream("words").to((key, value, metadata) -> "nowhere");
        try (TopologyTestDriver driver = driver(builder.build())) {
            assertThat(catchThrowable(() -> {
                        Words.input(driver).pipeInput("a", "x");
                        driver.advanceEpoch();
                    }))
                    .isInstanceOf(MissingTopicException.class)
                    .hasMessageContaining("'nowhere'");
        }
    }

    @Test
    void stateAndOutputsAreOfOneEpoch() {
        try (TopologyTestDriver driver = driver(Words.counts())) {
            Words.input(driver).pipeInput("a", "x");
            driver.advanceEpoch();
            Words.input(driver).pipeInput("a", "x");
            driver.crash();
            driver.restart();

            assertThat(driver.<String, Long>store("counts").entries()).containsExactly(Map.entry("a", 2L));
            driver.advanceEpoch();
            assertThat(Words.counts(driver).readValuesToList()).containsExactly(1L, 2L);
        }
    }

    /** Writes values as they are, but those with a secret as 2,000,000 bytes. */
    private static Topology growing() {
        TopologyBuilder builder = Words.builder();
        builder.<String, String>stream("words")
                .mapValues(value -> value.contains("secret") ? "x".repeat(2_000_000) : value)
                .to("upper", Produced.as("write"));
        return builder.build();
    }

    private static TopologyTestDriver driver(Topology topology) {
        return TopologyTestDriver.builder(topology).settings(EXACTLY_ONCE).build();
    }
}
