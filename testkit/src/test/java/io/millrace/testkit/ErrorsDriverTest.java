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
import io.millrace.processor.OutputId;
import io.millrace.runtime.DeadLetterHeaders;
import io.millrace.runtime.Delivery;
import io.millrace.runtime.ErrorProgress;
import io.millrace.runtime.ErrorSettings;
import io.millrace.runtime.TopologySettings;
import io.millrace.topology.Consumed;
import io.millrace.topology.Named;
import io.millrace.topology.Produced;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of records that fail: policies by phase and stage, handlers, dead letters, limits. */
class ErrorsDriverTest {

    private static final ErrorSettings DEAD_LETTERS = ErrorSettings.defaults().withPolicy(ErrorPolicy.deadLetter());

    @ParameterizedTest
    @EnumSource(ErrorPhase.class)
    void aRecordThatFailsIsSkippedInEachPhase(ErrorPhase phase) {
        try (TopologyTestDriver driver =
                driver(failing(phase), ErrorSettings.defaults().withPolicy(phase, ErrorPolicy.skip()))) {
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
        try (TopologyTestDriver driver = driver(failing(phase), others)) {
            assertThatThrownBy(() -> Words.input(driver).pipeInput("k", "boom"))
                    .isInstanceOf(RecordFailedException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(ErrorPhase.class)
    void aDeadLetterIsTheInputWithWhatHappenedWhere(ErrorPhase phase) {
        try (TopologyTestDriver driver = driver(failing(phase), DEAD_LETTERS)) {
            Words.input(driver).pipeInput("k", "a");
            RecordHeaders own = new RecordHeaders();
            own.add("trace", bytes("t1"));
            Words.input(driver).pipeInput(new TestRecord<>("k", "boom").withHeaders(own));

            TestRecord<byte[], byte[]> letter = driver.deadLetters().readRecord();
            Headers headers = letter.headers();
            assertThat(letter.key()).isEqualTo(bytes("k"));
            assertThat(letter.value()).isEqualTo(bytes("boom"));
            assertThat(letter.timestamp()).isEqualTo(driver.now());
            assertThat(headers.toArray()[0].key()).isEqualTo("trace");
            assertThat(DeadLetterHeaders.withoutAdded(headers)).hasSize(1);
            assertThat(DeadLetterHeaders.text(headers, DeadLetterHeaders.ORIGINAL_TOPIC))
                    .contains("words");
            assertThat(DeadLetterHeaders.number(headers, DeadLetterHeaders.ORIGINAL_PARTITION))
                    .hasValue(0);
            assertThat(DeadLetterHeaders.longNumber(headers, DeadLetterHeaders.ORIGINAL_OFFSET))
                    .hasValue(1);
            assertThat(DeadLetterHeaders.text(headers, DeadLetterHeaders.ORIGINAL_TIMESTAMP_TYPE))
                    .contains("CreateTime");
            assertThat(DeadLetterHeaders.text(headers, DeadLetterHeaders.ORIGINAL_CONSUMER_GROUP))
                    .contains("test-words");
            assertThat(DeadLetterHeaders.text(headers, DeadLetterHeaders.EXCEPTION))
                    .contains(IllegalArgumentException.class.getName());
            assertThat(DeadLetterHeaders.text(headers, DeadLetterHeaders.EXCEPTION_CAUSE))
                    .contains(IllegalStateException.class.getName());
            assertThat(DeadLetterHeaders.text(headers, DeadLetterHeaders.EXCEPTION_MESSAGE))
                    .contains("boom!");
            assertThat(DeadLetterHeaders.text(headers, DeadLetterHeaders.EXCEPTION_STACKTRACE)
                            .orElseThrow())
                    .startsWith("java.lang.IllegalArgumentException: boom!\n\tat ")
                    .contains("Caused by: java.lang.IllegalStateException: deeper");
            assertThat(DeadLetterHeaders.text(headers, DeadLetterHeaders.TOPOLOGY))
                    .contains("words");
            assertThat(DeadLetterHeaders.text(headers, DeadLetterHeaders.STAGE)).contains("in");
            assertThat(DeadLetterHeaders.text(headers, DeadLetterHeaders.NODE)).contains(node(phase));
            assertThat(DeadLetterHeaders.text(headers, DeadLetterHeaders.PHASE)).contains(phase.name());
            assertThat(DeadLetterHeaders.number(headers, DeadLetterHeaders.ATTEMPTS))
                    .hasValue(1);
            assertThat(driver.errors()).isEqualTo(new ErrorProgress(0, 1, 0, 0));
        }
    }

    @Test
    void aDeadLetterHasTheHeadersThatWereReadAndNotThoseThatUserCodeMade() {
        TopologyBuilder builder = Words.builder();
        builder.stream("words", Words.strings())
                .process(() -> record -> {
                    record.headers().add("mine", bytes("x"));
                    record.headers().remove("theirs");
                    throw new IllegalArgumentException("boom!");
                })
                .to("upper");
        try (TopologyTestDriver driver = driver(builder.build(), DEAD_LETTERS)) {
            RecordHeaders own = new RecordHeaders();
            own.add("theirs", bytes("y"));
            Words.input(driver).pipeInput(new TestRecord<>("k", "boom").withHeaders(own));

            Headers headers = driver.deadLetters().readRecord().headers();
            assertThat(headers.lastHeader("mine")).isNull();
            assertThat(headers.lastHeader("theirs").value()).isEqualTo(bytes("y"));
        }
    }

    @Test
    void aDeadLetterOfALaterStageIsTheInputToo() {
        TopologyBuilder builder = Words.builder();
        builder.stream("words", Words.strings())
                .mapValues(value -> "made of " + value)
                .stage("later", 2)
                .mapValues(ErrorsDriverTest::boom)
                .to("upper");
        try (TopologyTestDriver driver = driver(builder.build(), DEAD_LETTERS)) {
            Words.input(driver).pipeInput("k", "boom");

            TestRecord<byte[], byte[]> letter = driver.deadLetters().readRecord();
            assertThat(letter.value()).isEqualTo(bytes("boom"));
            assertThat(DeadLetterHeaders.text(letter.headers(), DeadLetterHeaders.STAGE))
                    .contains("later");
        }
    }

    @Test
    void aDeadLetterFromBehindAShuffleIsTheRecordOfItsTopicWithoutItsId() {
        TopologyBuilder builder = Words.builder();
        builder.stream("words", Words.strings())
                .selectKey((key, value) -> value.substring(0, 1))
                .repartition()
                .mapValues(ErrorsDriverTest::boom)
                .to("upper");
        try (TopologyTestDriver driver = driver(builder.build(), DEAD_LETTERS)) {
            Words.input(driver).pipeInput("k", "boom");

            TestRecord<byte[], byte[]> letter = driver.deadLetters().readRecord();
            assertThat(letter.key()).isEqualTo(bytes("b"));
            assertThat(letter.headers().lastHeader(OutputId.HEADER)).isNull();
            assertThat(DeadLetterHeaders.text(letter.headers(), DeadLetterHeaders.ORIGINAL_TOPIC)
                            .orElseThrow())
                    .endsWith("-repartition");
        }
    }

    @Test
    void operatorsBeforeGoOnAsIfNothingHadBeen() {
        TopologyBuilder builder = Words.builder();
        builder.stream("words", Words.strings())
                .flatMapValues(value -> List.of(value.split(" ")))
                .mapValues(ErrorsDriverTest::boom)
                .to("upper");
        try (TopologyTestDriver driver = driver(builder.build(), DEAD_LETTERS)) {
            Words.input(driver).pipeInput("k", "a boom b");

            assertThat(Words.output(driver, "upper").readValuesToList()).containsExactly("a", "b");
            assertThat(driver.deadLetters().readValue()).isEqualTo(bytes("a boom b"));
        }
    }

    @Test
    void aStagesPolicyGoesBeforeThatOfAll() {
        TopologyBuilder builder = Words.builder();
        builder.stream("words", Words.strings())
                .peek((key, value) -> boom(value))
                .stage("later", 1)
                .to("upper");
        ErrorSettings settings =
                ErrorSettings.defaults().withPolicy(ErrorPolicy.skip()).withStagePolicy("words", ErrorPolicy.fail());

        try (TopologyTestDriver driver = driver(builder.build(), settings)) {
            assertThatThrownBy(() -> Words.input(driver).pipeInput("k", "boom"))
                    .isInstanceOf(RecordFailedException.class);
        }
    }

    @Test
    void aPolicyOfAnUnknownStageIsRefusedWithTheNearestName() {
        ErrorSettings settings = ErrorSettings.defaults().withStagePolicy("word", ErrorPolicy.skip());

        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(() -> driver(Words.upper(), settings))
                .withMessageContaining("error policy for stage 'word'")
                .withMessageContaining("Did you mean 'words'?");
    }

    @Test
    void aTopicThatTheTopologyReadsCantTakeItsDeadLetters() {
        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(() -> driver(Words.upper(), DEAD_LETTERS.withDeadLetterTopic("words")))
                .withMessageContaining("has the dead-letter topic 'words'");
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
        try (TopologyTestDriver driver = driver(failing(ErrorPhase.PROCESSING), settings)) {
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
        try (TopologyTestDriver driver = driver(failing(ErrorPhase.PROCESSING), settings)) {
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
        try (TopologyTestDriver driver = driver(builder.build(), DEAD_LETTERS)) {
            assertThatThrownBy(() -> Words.input(driver).pipeInput("k", "a")).hasRootCauseMessage("so they say");
        }
    }

    @Test
    void aStackOverflowInUserCodeIsOneOfTheRecord() {
        TopologyBuilder builder = Words.builder();
        builder.stream("words", Words.strings())
                .mapValues(value -> value.equals("deep") ? deeper(value) : value)
                .to("upper");
        try (TopologyTestDriver driver = driver(builder.build(), DEAD_LETTERS)) {
            Words.input(driver).pipeInput("k", "deep");
            Words.input(driver).pipeInput("k", "a");

            assertThat(driver.deadLetters().readValue()).isEqualTo(bytes("deep"));
            assertThat(Words.output(driver, "upper").readValuesToList()).containsExactly("a");
        }
    }

    @Test
    void tooManyErrorsStopTheTopologyForGood() {
        ErrorSettings settings = DEAD_LETTERS.withCircuit(2, Duration.ofMinutes(1));
        try (TopologyTestDriver driver = driver(failing(ErrorPhase.PROCESSING), settings)) {
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
        ErrorSettings settings = DEAD_LETTERS.withCircuit(2, Duration.ofMinutes(1));
        try (TopologyTestDriver driver = driver(failing(ErrorPhase.PROCESSING), settings)) {
            for (int times = 0; times < 6; times++) {
                Words.input(driver).pipeInput("k", "boom");
                driver.advanceWallClockTime(Duration.ofSeconds(35));
            }

            assertThat(driver.deadLetters().queueSize()).isEqualTo(6);
        }
    }

    @Test
    void withExactlyOnceDeadLettersAreSeenWithTheirEpoch() {
        TopologySettings settings =
                TopologySettings.defaults().withDelivery(Delivery.EXACTLY_ONCE).withErrors(DEAD_LETTERS);
        try (TopologyTestDriver driver = TopologyTestDriver.builder(failing(ErrorPhase.PROCESSING))
                .settings(settings)
                .build()) {
            Words.input(driver).pipeInput("k", "boom");
            assertThat(driver.deadLetters().isEmpty()).isTrue();

            driver.advanceEpoch();

            assertThat(driver.deadLetters().readValue()).isEqualTo(bytes("boom"));
            assertThat(driver.lastEpoch().orElseThrow().errors()).isEqualTo(new ErrorProgress(0, 1, 0, 0));
        }
    }

    @Test
    void aCrashRepeatsDeadLettersOrWithExactlyOnceDoesNot() {
        for (Delivery delivery : Delivery.values()) {
            TopologySettings settings =
                    TopologySettings.defaults().withDelivery(delivery).withErrors(DEAD_LETTERS);
            try (TopologyTestDriver driver = TopologyTestDriver.builder(failing(ErrorPhase.PROCESSING))
                    .settings(settings)
                    .build()) {
                Words.input(driver).pipeInput("k", "boom");
                driver.crash();
                driver.restart();
                driver.advanceEpoch();

                assertThat(driver.deadLetters().queueSize()).isEqualTo(delivery == Delivery.EXACTLY_ONCE ? 1 : 2);
            }
        }
    }

    @Test
    void aDeadLetterTopicOfTheUsersIsTaken() {
        try (TopologyTestDriver driver =
                driver(failing(ErrorPhase.PROCESSING), DEAD_LETTERS.withDeadLetterTopic("graveyard"))) {
            Words.input(driver).pipeInput("k", "boom");

            assertThat(Words.output(driver, "graveyard").readValue()).isEqualTo("boom");
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
        try (TopologyTestDriver driver = driver(builder.build(), retries)) {
            Words.input(driver).pipeInput("k", "a");
            assertThat(Words.output(driver, "upper").isEmpty()).isTrue();

            driver.advanceEpoch();

            assertThat(Words.output(driver, "upper").readKeyValue()).isEqualTo(KeyValue.pair("a", "a"));
        }
    }

    private static String node(ErrorPhase phase) {
        return switch (phase) {
            case DESERIALIZATION -> "in";
            case PROCESSING -> "check";
            case PRODUCTION -> "out";
        };
    }

    /** Writes the values of topic {@code words} to {@code upper}; {@code boom} fails in {@code phase}. */
    private static Topology failing(ErrorPhase phase) {
        TopologyBuilder builder = Words.builder();
        builder.stream(
                        "words",
                        Consumed.with(
                                        Serdes.String(),
                                        phase == ErrorPhase.DESERIALIZATION ? failing() : Serdes.String())
                                .withName("in"))
                .peek(
                        (key, value) -> {
                            if (phase == ErrorPhase.PROCESSING) {
                                boom(value);
                            }
                        },
                        Named.as("check"))
                .to(
                        "upper",
                        Produced.with(Serdes.String(), phase == ErrorPhase.PRODUCTION ? failing() : Serdes.String())
                                .withName("out"));
        return builder.build();
    }

    private static Serde<String> failing() {
        Serde<String> strings = Serdes.String();
        return Serdes.serdeFrom(
                (topic, value) -> strings.serializer().serialize(topic, boom(value)),
                (topic, bytes) -> boom(strings.deserializer().deserialize(topic, bytes)));
    }

    private static String boom(String value) {
        if (value.contains("boom")) {
            throw new IllegalArgumentException("boom!", new IllegalStateException("deeper"));
        }
        return value;
    }

    @SuppressWarnings("InfiniteRecursion") // which is what it is for
    private static String deeper(String value) {
        return deeper(value + value.length()) + value;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static TopologyTestDriver driver(Topology topology, ErrorSettings errors) {
        return TopologyTestDriver.builder(topology)
                .settings(TopologySettings.defaults().withErrors(errors))
                .build();
    }
}
