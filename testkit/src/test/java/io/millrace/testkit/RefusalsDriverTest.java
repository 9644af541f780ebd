package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.errors.ErrorPhase;
import io.millrace.errors.ErrorPolicy;
import io.millrace.errors.RecordFailedException;
import io.millrace.errors.WorkerFailedException;
import io.millrace.processor.OutputId;
import io.millrace.runtime.Delivery;
import io.millrace.runtime.ErrorSettings;
import io.millrace.runtime.TopologySettings;
import io.millrace.sink.BatchWriter;
import io.millrace.sink.RefusedException;
import io.millrace.sink.Sink;
import io.millrace.sink.SinkContext;
import io.millrace.sink.SinkEffect;
import io.millrace.topology.Batched;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of records that a sink that is not Kafka refuses. */
class RefusalsDriverTest {

    private final MemorySink sink = new MemorySink(SinkEffect.ONCE);

    @Test
    void whatIsRefusedFailsTheTopologyAndNamesTheRecord() {
        sink.refused = Set.of("3");
        TopologyTestDriver driver = driver(TopologySettings.defaults());

        assertThatExceptionOfType(RecordFailedException.class)
                .isThrownBy(() -> words(driver).pipeValueList(List.of("1", "2", "3", "4")))
                .withCauseInstanceOf(RefusedException.class)
                .satisfies(failure -> {
                    assertThat(failure.node()).isEqualTo("table");
                    assertThat(failure.offset()).isEqualTo(2);
                });
        assertThat(sink.values).as("nothing overtakes it").doesNotContain("4");
        driver.close();
    }

    @Test
    void whatIsRefusedIsPassedOverIfTheStageSkips() {
        sink.refused = Set.of("3", "4");
        try (TopologyTestDriver driver = driver(onProduction(ErrorPolicy.skip()))) {
            words(driver).pipeValueList(List.of("1", "2", "3", "4", "5"));
            driver.advanceEpoch();

            assertThat(sink.values).containsExactly("1", "2", "5");
        }
    }

    @Test
    void whatIsRefusedGoesToTheDeadLettersOfItsEpoch() {
        sink.refused = Set.of("3");
        try (TopologyTestDriver driver = driver(onProduction(ErrorPolicy.deadLetter()))) {
            words(driver).pipeValueList(List.of("1", "2", "3", "4", "5"));
            driver.advanceEpoch();
            driver.crash();
            driver.restart();

            assertThat(sink.values).containsExactly("1", "2", "4", "5");
            assertThat(deadLetters(driver)).containsExactly("3");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatWasRefusedBeforeACrashIsRefusedAgain(Delivery delivery) {
        sink.refused = Set.of("2");
        try (TopologyTestDriver driver =
                driver(onProduction(ErrorPolicy.deadLetter()).withDelivery(delivery))) {
            words(driver).pipeValueList(List.of("1", "2", "3"));
            assertThat(sink.values).as("what is behind it is written").containsExactly("1", "3");
            sink.refused = Set.of(); // and still it must not overtake what is written
            driver.crash();
            driver.restart();
            driver.advanceEpoch();
            driver.crash();
            driver.restart();

            assertThat(sink.values).containsExactly("1", "3");
            assertThat(deadLetters(driver))
                    .isEqualTo(delivery == Delivery.EXACTLY_ONCE ? List.of("2") : List.of("2", "2"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDeadLetterIsThereOnceWhereverACommitEnds(CrashPoint point) {
        sink.refused = Set.of("2");
        try (TopologyTestDriver driver =
                driver(onProduction(ErrorPolicy.deadLetter()).withDelivery(Delivery.EXACTLY_ONCE))) {
            words(driver).pipeValueList(List.of("1", "2", "3"));
            driver.crashAt(point);
            driver.advanceEpoch();
            driver.restart();
            driver.advanceEpoch();

            assertThat(sink.values).containsExactly("1", "3");
            assertThat(deadLetters(driver)).containsExactly("2");
        }
    }

    @Test
    void whatACheckpointCoversIsForgotten() {
        sink.refused = Set.of("2", "4");
        try (TopologyTestDriver driver = driver(onProduction(ErrorPolicy.skip()))) {
            write(driver, "1", "2", "3");
            driver.advanceEpoch();
            write(driver, "4");

            assertThat(sink.givenUp).extracting(OutputId::offset).containsExactly(3L);
        }
    }

    @Test
    void aSinkThatCannotKeepWhatWasGivenUpFailsRatherThanLosesIt() {
        Sink<String, String> forgetful = new ForgetfulSink();
        TopologyTestDriver driver = TopologyTestDriver.builder(topology(forgetful))
                .settings(onProduction(ErrorPolicy.deadLetter()))
                .topic("test-words-dlt", 1)
                .build();

        assertThatExceptionOfType(WorkerFailedException.class)
                .isThrownBy(() -> write(driver, "1"))
                .withCauseInstanceOf(UnsupportedOperationException.class)
                .havingCause()
                .withMessageContaining("giveUp");
        driver.close();
    }

    @Test
    void noCheckpointLeavesADeadLetterBehind() {
        sink.refused = Set.of("1");
        sink.away = true;
        try (TopologyTestDriver driver =
                driver(onProduction(ErrorPolicy.deadLetter()).withDelivery(Delivery.EXACTLY_ONCE))) {
            write(driver, "1");
            driver.advanceWallClockTime(
                    Duration.ofMinutes(6)); // the barrier has come to the worker, and the sink is away
            sink.away = false;
            driver.advanceWallClockTime(Duration.ofSeconds(10));
            assertThat(driver.lastEpoch()).isPresent();
            driver.crash();

            assertThat(deadLetters(driver)).containsExactly("1");
        }
    }

    /** Goes by ids, as it says, and refuses everything. */
    private static final class ForgetfulSink implements Sink<String, String> {

        @Override
        public BatchWriter<String, String> writer(SinkContext context) {
            return batch -> {
                throw new RefusedException("nothing");
            };
        }

        @Override
        public SinkEffect effect() {
            return SinkEffect.ONCE;
        }
    }

    private TopologyTestDriver driver(TopologySettings settings) {
        return TopologyTestDriver.builder(topology(sink))
                .settings(settings)
                .topic("test-words-dlt", 1)
                .build();
    }

    private static TopologySettings onProduction(ErrorPolicy policy) {
        return TopologySettings.defaults()
                .withErrors(ErrorSettings.defaults().withPolicy(ErrorPhase.PRODUCTION, policy));
    }

    private static List<String> deadLetters(TopologyTestDriver driver) {
        return driver.createOutputTopic("test-words-dlt", new StringDeserializer(), new StringDeserializer())
                .readValuesToList();
    }

    private static Topology topology(Sink<String, String> to) {
        TopologyBuilder builder = TopologyBuilder.named("words").defaultSerdes(Serdes.String(), Serdes.String());
        builder.<String, String>stream("words").to(to, Batched.as("table").withSize(3));
        return builder.build();
    }

    private static TestInputTopic<String, String> words(TopologyTestDriver driver) {
        return driver.createInputTopic("words", new StringSerializer(), new StringSerializer());
    }

    private static void write(TopologyTestDriver driver, String... values) {
        for (String value : values) {
            words(driver).pipeInput(value);
        }
    }
}
