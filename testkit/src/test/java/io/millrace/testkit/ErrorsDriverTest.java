package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.errors.ErrorPhase;
import io.millrace.errors.ErrorPolicy;
import io.millrace.errors.InvalidSettingsException;
import io.millrace.errors.RecordFailedException;
import io.millrace.errors.RetryPolicy;
import io.millrace.errors.TooManyErrorsException;
import io.millrace.processor.KeyValue;
import io.millrace.runtime.ErrorProgress;
import io.millrace.runtime.ErrorSettings;
import io.millrace.topology.TopologyBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of records that fail: policies by phase and stage, handlers, limits. */
class ErrorsDriverTest {

    @ParameterizedTest
    @EnumSource(ErrorPhase.class)
    void aRecordThatFailsIsSkippedInEachPhase(ErrorPhase phase) {
        try (TopologyTestDriver driver =
                Failing.driver(Failing.in(phase), ErrorSettings.defaults().withPolicy(phase, ErrorPolicy.skip()))) {
            Words.input(driver).pipeInput("k", "a");
            Words.input(driver).pipeInput("k", "boom");
            Words.input(driver).pipeInput("k", "b");

            assertThat(Words.output(driver, "upper").readValuesToList()).containsExactly("a", "b");
            assertThat(driver.errors()).isEqualTo(new ErrorProgress(1, 0, 0, 0));
        }
    }

    @ParameterizedTest
    @EnumSource(ErrorPhase.class)
    void aPolicyOfAnotherPhaseDoesNotCount(ErrorPhase phase) {
        ErrorSettings others = ErrorSettings.defaults();
        for (ErrorPhase other : ErrorPhase.values()) {
            others = other == phase ? others : others.withPolicy(other, ErrorPolicy.skip());
        }
        try (TopologyTestDriver driver = Failing.driver(Failing.in(phase), others)) {
            assertThatThrownBy(() -> Words.input(driver).pipeInput("k", "boom"))
                    .isInstanceOf(RecordFailedException.class);
        }
    }

    @Test
    void operatorsBeforeGoOnAsIfNothingHadBeen() {
        TopologyBuilder builder = Words.builder();
        builder.stream("words", Words.strings())
                .flatMapValues(value -> List.of(value.split(" ")))
                .mapValues(Failing::boom)
                .to("upper");
        try (TopologyTestDriver driver = Failing.driver(builder.build(), Failing.DEAD_LETTERS)) {
            Words.input(driver).pipeInput("k", "a boom b");

            assertThat(Words.output(driver, "upper").readValuesToList()).containsExactly("a", "b");
            assertThat(driver.deadLetters().readValue()).isEqualTo(bytes("a boom b"));
        }
    }

    @Test
    void aStagesPolicyGoesBeforeThatOfAll() {
        TopologyBuilder builder = Words.builder();
        builder.stream("words", Words.strings())
                .peek((key, value) -> Failing.boom(value))
                .stage("later", 1)
                .to("upper");
        ErrorSettings settings =
                ErrorSettings.defaults().withPolicy(ErrorPolicy.skip()).withStagePolicy("words", ErrorPolicy.fail());

        try (TopologyTestDriver driver = Failing.driver(builder.build(), settings)) {
            assertThatThrownBy(() -> Words.input(driver).pipeInput("k", "boom"))
                    .isInstanceOf(RecordFailedException.class);
        }
    }

    @Test
    void aPolicyOfAnUnknownStageIsRefusedWithTheNearestName() {
        ErrorSettings settings = ErrorSettings.defaults().withStagePolicy("word", ErrorPolicy.skip());

        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(() -> Failing.driver(Words.upper(), settings))
                .withMessageContaining("error policy for stage 'word'")
                .withMessageContaining("Did you mean 'words'?");
    }

    @Test
    void aHandlerDecidesInsteadAndIsToldWhatTheSettingsSay() {
        List<ErrorPolicy> told = new ArrayList<>();
        ErrorSettings settings = ErrorSettings.defaults()
                .withPolicy(ErrorPolicy.skip())
                .withHandler(error -> {
                    told.add(error.policy());
                    return error.thrown() instanceof IllegalArgumentException
                            ? ErrorPolicy.deadLetter()
                            : error.policy();
                });
        try (TopologyTestDriver driver = Failing.driver(Failing.in(ErrorPhase.PROCESSING), settings)) {
            Words.input(driver).pipeInput("k", "boom");

            assertThat(driver.deadLetters().queueSize()).isEqualTo(1);
            assertThat(told).containsExactly(ErrorPolicy.skip());
        }
    }

    @Test
    void whatAHandlerThrowsFailsTheTopology() {
        ErrorSettings settings = ErrorSettings.defaults().withHandler(error -> {
            throw new UnsupportedOperationException("no idea");
        });
        try (TopologyTestDriver driver = Failing.driver(Failing.in(ErrorPhase.PROCESSING), settings)) {
            assertThatExceptionOfType(RecordFailedException.class)
                    .isThrownBy(() -> Words.input(driver).pipeInput("k", "boom"))
                    .withCauseInstanceOf(UnsupportedOperationException.class);
        }
    }

    @Test
    void whatIsBrokenWithTheProcessIsNoMatterOfARecord() {
        TopologyBuilder builder = Words.builder();
        builder.stream("words", Words.strings())
                .peek((key, value) -> {
                    throw new OutOfMemoryError("so they say");
                })
                .to("upper");
        try (TopologyTestDriver driver = Failing.driver(builder.build(), Failing.DEAD_LETTERS)) {
            assertThatThrownBy(() -> Words.input(driver).pipeInput("k", "a")).hasRootCauseMessage("so they say");
        }
    }

    @Test
    void aStackOverflowInUserCodeIsOneOfTheRecord() {
        TopologyBuilder builder = Words.builder();
        builder.stream("words", Words.strings())
                .mapValues(value -> value.equals("deep") ? deeper(value) : value)
                .to("upper");
        try (TopologyTestDriver driver = Failing.driver(builder.build(), Failing.DEAD_LETTERS)) {
            Words.input(driver).pipeInput("k", "deep");
            Words.input(driver).pipeInput("k", "a");

            assertThat(driver.deadLetters().readValue()).isEqualTo(bytes("deep"));
            assertThat(Words.output(driver, "upper").readValuesToList()).containsExactly("a");
        }
    }

    @Test
    void tooManyErrorsStopTheTopologyForGood() {
        ErrorSettings settings = Failing.DEAD_LETTERS.withCircuit(2, Duration.ofMinutes(1));
        try (TopologyTestDriver driver = Failing.driver(Failing.in(ErrorPhase.PROCESSING), settings)) {
            Words.input(driver).pipeInput("k", "boom");
            Words.input(driver).pipeInput("k", "boom");

            assertThatExceptionOfType(TooManyErrorsException.class)
                    .isThrownBy(() -> Words.input(driver).pipeInput("k", "boom"))
                    .withMessageContaining("more than 2 records")
                    .withMessageContaining("at 'check'");
        }
    }

    @Test
    void errorsOfALongTimeAgoAreForgotten() {
        ErrorSettings settings = Failing.DEAD_LETTERS.withCircuit(2, Duration.ofMinutes(1));
        try (TopologyTestDriver driver = Failing.driver(Failing.in(ErrorPhase.PROCESSING), settings)) {
            for (int times = 0; times < 6; times++) {
                Words.input(driver).pipeInput("k", "boom");
                driver.advanceWallClockTime(Duration.ofSeconds(35));
            }

            assertThat(driver.deadLetters().queueSize()).isEqualTo(6);
        }
    }

    @Test
    void aRetryBeforeAShuffleHasItsRecordsLeaveWithTheCheckpoint() {
        TopologyBuilder builder = Words.builder();
        builder.stream("words", Words.strings())
                .selectKey((key, value) -> value)
                .repartition()
                .to("upper");
        ErrorSettings retries = ErrorSettings.defaults().withPolicy(ErrorPolicy.retry(RetryPolicy.of(3)));
        try (TopologyTestDriver driver = Failing.driver(builder.build(), retries)) {
            Words.input(driver).pipeInput("k", "a");
            assertThat(Words.output(driver, "upper").isEmpty()).isTrue();

            driver.advanceEpoch();

            assertThat(Words.output(driver, "upper").readKeyValue()).isEqualTo(KeyValue.pair("a", "a"));
        }
    }

    @SuppressWarnings("InfiniteRecursion") // which is what it is for
    private static String deeper(String value) {
        return deeper(value + value.length()) + value;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
