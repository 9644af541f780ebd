package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.errors.ErrorPhase;
import io.millrace.errors.InvalidSettingsException;
import io.millrace.processor.OutputId;
import io.millrace.runtime.DeadLetterHeaders;
import io.millrace.runtime.Delivery;
import io.millrace.runtime.ErrorProgress;
import io.millrace.runtime.TopologySettings;
import io.millrace.topology.TopologyBuilder;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What dead letters hold, where they go and when they are seen. */
class DeadLettersDriverTest {

    @ParameterizedTest
    @EnumSource(ErrorPhase.class)
    void aDeadLetterIsTheInputWithWhatHappenedWhere(ErrorPhase phase) {
        try (TopologyTestDriver driver = Failing.driver(Failing.in(phase), Failing.DEAD_LETTERS)) {
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
        try (TopologyTestDriver driver = Failing.driver(builder.build(), Failing.DEAD_LETTERS)) {
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
                .mapValues(Failing::boom)
                .to("upper");
        try (TopologyTestDriver driver = Failing.driver(builder.build(), Failing.DEAD_LETTERS)) {
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
                .mapValues(Failing::boom)
                .to("upper");
        try (TopologyTestDriver driver = Failing.driver(builder.build(), Failing.DEAD_LETTERS)) {
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
    void aTopicThatTheTopologyReadsCantTakeItsDeadLetters() {
        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(() -> Failing.driver(Words.upper(), Failing.DEAD_LETTERS.withDeadLetterTopic("words")))
                .withMessageContaining("has the dead-letter topic 'words'");
    }

    @Test
    void withExactlyOnceDeadLettersAreSeenWithTheirEpoch() {
        TopologySettings settings =
                TopologySettings.defaults().withDelivery(Delivery.EXACTLY_ONCE).withErrors(Failing.DEAD_LETTERS);
        try (TopologyTestDriver driver = TopologyTestDriver.builder(Failing.in(ErrorPhase.PROCESSING))
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
                    TopologySettings.defaults().withDelivery(delivery).withErrors(Failing.DEAD_LETTERS);
            try (TopologyTestDriver driver = TopologyTestDriver.builder(Failing.in(ErrorPhase.PROCESSING))
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
        try (TopologyTestDriver driver = Failing.driver(
                Failing.in(ErrorPhase.PROCESSING), Failing.DEAD_LETTERS.withDeadLetterTopic("graveyard"))) {
            Words.input(driver).pipeInput("k", "boom");

            assertThat(Words.output(driver, "graveyard").readValue()).isEqualTo("boom");
        }
    }

    private static String node(ErrorPhase phase) {
        return switch (phase) {
            case DESERIALIZATION -> "in";
            case PROCESSING -> "check";
            case PRODUCTION -> "out";
        };
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
