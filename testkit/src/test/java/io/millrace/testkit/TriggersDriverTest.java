package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.millrace.processor.KeyValue;
import io.millrace.runtime.TopologySettings;
import io.millrace.runtime.Trigger;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the four triggers mean in a driver, and how one takes over from another. */
class TriggersDriverTest {

    private static final Trigger REAL_TIME = Trigger.realTime(Duration.ofSeconds(10));
    private static final Trigger MICRO_BATCH = Trigger.processingTime(Duration.ofMillis(500));

    static Stream<Trigger> triggers() {
        return Stream.of(REAL_TIME, MICRO_BATCH, Trigger.availableNow(), Trigger.once());
    }

    static Stream<Arguments> pairs() {
        return triggers().flatMap(from -> triggers().map(to -> Arguments.of(from, to)));
    }

    @ParameterizedTest
    @MethodSource("triggers")
    void withEachTriggerAnEpochBringsTheSameResult(Trigger trigger) {
        try (TopologyTestDriver driver = driver(trigger)) {
            TestInputTopic<String, String> input = Words.input(driver);
            for (int round = 0; round < 3; round++) {
                input.pipeInput("a", "1");
                input.pipeInput("b", "1");
                driver.advanceEpoch();
            }

            assertThat(Words.counts(driver).readKeyValuesToList())
                    .containsExactlyInAnyOrder(
                            KeyValue.pair("a", 1L),
                            KeyValue.pair("b", 1L),
                            KeyValue.pair("a", 2L),
                            KeyValue.pair("b", 2L),
                            KeyValue.pair("a", 3L),
                            KeyValue.pair("b", 3L));
            assertThat(driver.lastEpoch()).isPresent();
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void aCheckpointIsContinuedWithAnyOtherTriggerAfterARestart(Trigger from, Trigger to) {
        try (TopologyTestDriver driver = driver(from)) {
            TestInputTopic<String, String> input = Words.input(driver);
            input.pipeInput("a", "1");
            driver.advanceEpoch();
            driver.crash();
            driver.switchTrigger(to);
            driver.restart();
            input.pipeInput("a", "1");
            driver.advanceEpoch();

            assertThat(Words.counts(driver).readKeyValuesToList())
                    .containsExactly(KeyValue.pair("a", 1L), KeyValue.pair("a", 2L));
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void anotherTriggerTakesOverWithoutARestart(Trigger from, Trigger to) {
        try (TopologyTestDriver driver = driver(from)) {
            TestInputTopic<String, String> input = Words.input(driver);
            input.pipeInput("a", "1");
            driver.advanceEpoch();

            driver.switchTrigger(to);
            input.pipeInput("a", "1");
            driver.advanceEpoch();

            assertThat(Words.counts(driver).readKeyValuesToList())
                    .containsExactly(KeyValue.pair("a", 1L), KeyValue.pair("a", 2L));
        }
    }

    @Test
    void whatWasReadAndNotProcessedIsOfTheNextTrigger() {
        try (TopologyTestDriver driver = driver(MICRO_BATCH)) {
            TestInputTopic<String, String> input = Words.input(driver);
            driver.advanceEpoch();
            input.pipeInput("a", "1");
            TestOutputTopic<String, Long> counts = Words.counts(driver);
            assertThat(counts.isEmpty()).isTrue();

            driver.switchTrigger(REAL_TIME);
            input.pipeInput("a", "1");

            assertThat(counts.readKeyValuesToList()).containsExactly(KeyValue.pair("a", 1L), KeyValue.pair("a", 2L));
        }
    }

    @Test
    void aSwitchEndsTheEpoch() {
        try (TopologyTestDriver driver = driver(REAL_TIME)) {
            Words.input(driver).pipeInput("a", "1");

            driver.switchTrigger(Trigger.realTime(Duration.ofMinutes(1)));

            assertThat(driver.lastEpoch().orElseThrow().recordsIn()).isEqualTo(1);
        }
    }

    @Test
    void aRunThatIsSwitchedToAJobProcessesWhatIsThereAndFinishes() {
        try (TopologyTestDriver driver = driver(MICRO_BATCH)) {
            driver.advanceEpoch();
            Words.input(driver).pipeInput("a", "1");
            assertThat(driver.hasFinished()).isFalse();

            driver.switchTrigger(Trigger.availableNow());

            assertThat(driver.hasFinished()).isTrue();
            assertThat(Words.counts(driver).readKeyValuesToList()).containsExactly(KeyValue.pair("a", 1L));
        }
    }

    @Test
    void aJobWithNothingToDoHasFinished() {
        try (TopologyTestDriver driver = driver(Trigger.availableNow())) {
            assertThat(driver.hasFinished()).isTrue();
        }
    }

    @Test
    void aJobTakesNoNoticeOfWhatComesAfterItHasFinished() {
        try (TopologyTestDriver driver = driver(Trigger.availableNow())) {
            Words.input(driver).pipeInput("a", "1");
            driver.advanceWallClockTime(Duration.ofHours(1));

            assertThat(Words.counts(driver).isEmpty()).isTrue();
        }
    }

    @Test
    void aJobThatCrashesIsDoneByTheNextRun() {
        try (TopologyTestDriver driver = driver(Trigger.once())) {
            Words.input(driver).pipeInput("a", "1");
            driver.crashAt(CrashPoint.AFTER_OFFSETS);
            driver.advanceEpoch();
            assertThat(driver.isCrashed()).isTrue();

            driver.restart();

            assertThat(driver.hasFinished()).isTrue();
            assertThat(driver.<String, Long>store("counts").get("a")).isEqualTo(1);
        }
    }

    @Test
    void whatHasFinishedOwnsNoPartitions() {
        try (TopologyTestDriver driver = driver(Trigger.availableNow())) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> driver.revoke("words", 0))
                    .withMessageContaining("has finished")
                    .withMessageContaining("advanceEpoch()");
        }
    }

    private static TopologyTestDriver driver(Trigger trigger) {
        return TopologyTestDriver.builder(Words.counts())
                .settings(TopologySettings.defaults().withTrigger(trigger))
                .build();
    }
}
