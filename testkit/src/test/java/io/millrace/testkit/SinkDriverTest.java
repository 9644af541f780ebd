package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.errors.ErrorPhase;
import io.millrace.errors.ErrorPolicy;
import io.millrace.errors.InvalidTopologyException;
import io.millrace.errors.RecordFailedException;
import io.millrace.errors.RetryPolicy;
import io.millrace.errors.WorkerFailedException;
import io.millrace.processor.KeyValue;
import io.millrace.processor.OutputId;
import io.millrace.runtime.Delivery;
import io.millrace.runtime.ErrorSettings;
import io.millrace.runtime.ShuffleMode;
import io.millrace.runtime.TopologySettings;
import io.millrace.runtime.Trigger;
import io.millrace.sink.BatchWriter;
import io.millrace.sink.RefusedException;
import io.millrace.sink.Sink;
import io.millrace.sink.SinkContext;
import io.millrace.sink.SinkEffect;
import io.millrace.topology.Batched;
import io.millrace.topology.Grouped;
import io.millrace.topology.KStream;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a sink that is not Kafka gets, and how often, where no thread runs it. */
class SinkDriverTest {

    private final MemorySink sink = new MemorySink(SinkEffect.ONCE);
    private final Batched batched = Batched.as("table").withSize(3);

    @Test
    void whatIsPipedInIsWritten() {
        try (TopologyTestDriver driver = driver(sink)) {
            write(driver, "1", "2");

            assertThat(sink.values).containsExactly("1", "2");
        }
    }

    @Test
    void batchesAreAsLargeAsTheyMayBe() {
        try (TopologyTestDriver driver = driver(sink)) {
            words(driver).pipeValueList(List.of("1", "2", "3", "4", "5", "6", "7"));

            assertThat(sink.values).containsExactly("1", "2", "3", "4", "5", "6", "7");
            assertThat(sink.batches).allSatisfy(batch -> assertThat(batch).hasSizeBetween(1, 3));
            assertThat(sink.batches).hasSizeLessThan(7);
        }
    }

    @Test
    void aWriterIsMadeForEachWorkerAndClosedAtTheEnd() {
        try (TopologyTestDriver driver = driver(sink)) {
            write(driver, "1");
            write(driver, "2");

            assertThat(sink.writers).containsExactly(new SinkContext("test-words", "words", "words", "table", 0));
        }
        assertThat(sink.left).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void aReplayAfterACrashIsWrittenOnce(CrashPoint point) {
        try (TopologyTestDriver driver = driver(sink)) {
            write(driver, "1");
            driver.advanceEpoch();
            write(driver, "2", "3");
            driver.crashAt(point);
            driver.advanceEpoch();
            assertThat(driver.isCrashed()).isTrue();

            driver.restart();
            write(driver, "4");

            assertThat(sink.values).containsExactly("1", "2", "3", "4");
        }
    }

    @Test
    void aCrashBetweenWriteAndCheckpointRepeatsWhatHasNoIds() {
        MemorySink repeating = new MemorySink(SinkEffect.AT_LEAST_ONCE);
        try (TopologyTestDriver driver = driver(repeating)) {
            write(driver, "1", "2");
            driver.crash();

            driver.restart();

            assertThat(repeating.values).containsExactly("1", "2", "1", "2");
        }
    }

    @Test
    void whatACrashHasKeptFromBeingWrittenIsWrittenByTheReplay() {
        try (TopologyTestDriver driver = driver(sink)) {
            write(driver, "1");
            sink.away = true;
            write(driver, "2", "3");
            driver.crash();
            sink.away = false;

            driver.restart();

            assertThat(sink.values).containsExactly("1", "2", "3");
        }
    }

    @Test
    void anEpochIsNotDurableBeforeItsRecordsAreWritten() {
        try (TopologyTestDriver driver = driver(sink)) {
            sink.away = true;
            write(driver, "1");
            driver.advanceWallClockTime(Duration.ofMinutes(6)); // the interval is over
            assertThat(driver.lastEpoch()).isEmpty();

            sink.away = false;
            driver.advanceWallClockTime(Duration.ofSeconds(10));

            assertThat(sink.values).containsExactly("1");
            assertThat(driver.lastEpoch())
                    .hasValueSatisfying(epoch -> assertThat(epoch.recordsOut()).isEqualTo(1));
        }
    }

    @Test
    void aSinkThatIsAwayHoldsTheStreamUpAndLosesNothing() {
        try (TopologyTestDriver driver = driver(sink)) {
            sink.away = true;
            List<String> many =
                    IntStream.range(0, 200).mapToObj(String::valueOf).toList();
            words(driver).pipeValueList(many);
            assertThat(sink.values).isEmpty();

            sink.away = false;
            driver.advanceWallClockTime(Duration.ofSeconds(10));

            assertThat(sink.values).containsExactlyElementsOf(many);
        }
    }

    @Test
    void whatIsRefusedFailsTheTopologyAndNamesTheRecord() {
        sink.refused = Set.of("3");
        TopologyTestDriver driver = driver(sink);

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
        TopologyTestDriver driver = TopologyTestDriver.builder(topology(stream -> stream, forgetful, batched))
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

    @Test
    void whenTriesAreBoundedTheirEndFailsTheTopology() {
        sink.away = true;
        TopologyTestDriver driver = TopologyTestDriver.builder(
                        topology(stream -> stream, sink, batched.withRetry(RetryPolicy.of(0))))
                .build();

        assertThatExceptionOfType(RecordFailedException.class).isThrownBy(() -> write(driver, "1"));
        driver.close();
    }

    @Test
    void aRevokedPartitionLeavesNothingUnwritten() {
        try (TopologyTestDriver driver = TopologyTestDriver.builder(topology(stream -> stream, sink, batched))
                .partitions(2)
                .build()) {
            words(driver).pipeValueList(List.of("1", "2", "3", "4"));
            driver.revoke("words", 0);
            driver.giveBack("words", 0);
            driver.crash();
            driver.restart();

            assertThat(sink.values).containsExactlyInAnyOrder("1", "2", "3", "4");
        }
    }

    @Test
    void itGoesWithDeliveryExactlyOnceAndWithJobs() {
        try (TopologyTestDriver driver = TopologyTestDriver.builder(topology(stream -> stream, sink, batched))
                .settings(TopologySettings.defaults()
                        .withDelivery(Delivery.EXACTLY_ONCE)
                        .withTrigger(Trigger.availableNow()))
                .build()) {
            words(driver).pipeValueList(List.of("1", "2", "3", "4"));
            driver.advanceEpoch();

            assertThat(driver.hasFinished()).isTrue();
            assertThat(sink.values).containsExactly("1", "2", "3", "4");
        }
    }

    @Test
    void exactnessIsRefusedWhereAReplayMayGiveOtherOutputs() {
        Function<KStream<String, String>, KStream<String, String>> shuffled =
                stream -> stream.selectKey((key, value) -> value).repartition();

        assertThatExceptionOfType(InvalidTopologyException.class)
                .isThrownBy(() -> TopologyTestDriver.builder(topology(shuffled, sink, batched))
                        .settings(TopologySettings.defaults().withShuffle(ShuffleMode.LOCAL))
                        .build())
                .withMessageContaining("'table'")
                .withMessageContaining("once")
                .withMessageContaining("mixes the records of several partitions in memory");
    }

    @Test
    void whereExactnessIsOnlyWantedSuchATopologyWritesAtLeastOnce() {
        MemorySink where = new MemorySink(SinkEffect.ONCE_WHERE_POSSIBLE);
        try (TopologyTestDriver driver = TopologyTestDriver.builder(topology(
                        stream -> stream.selectKey((key, value) -> value).repartition(), where, batched))
                .settings(TopologySettings.defaults().withShuffle(ShuffleMode.LOCAL))
                .build()) {
            words(driver).pipeKeyValueList(List.of(KeyValue.pair("a", "1")));
            driver.crash();
            driver.restart();

            assertThat(where.values).containsExactly("1", "1");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aReplayBehindWorkersThatShareKeysIsWrittenOnce(CrashPoint point) {
        Topology counts = topology(
                stream -> stream.groupByKey(Grouped.<String, String>as("count").withParallelism(3))
                        .count()
                        .toStream()
                        .map((key, count) -> KeyValue.pair(key, key + count)),
                sink,
                batched);
        List<KeyValue<String, String>> input = IntStream.range(0, 40)
                .mapToObj(number -> KeyValue.pair("key" + number % 10 + "-", "x"))
                .toList();
        try (TopologyTestDriver driver =
                TopologyTestDriver.builder(counts).partitions(2).build()) {
            words(driver).pipeKeyValueList(input.subList(0, 15));
            driver.crashAt(point);
            driver.advanceEpoch();
            driver.restart();
            words(driver).pipeKeyValueList(input.subList(15, 40));
            driver.crash();
            driver.restart();

            assertThat(sink.values)
                    .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 40)
                            .mapToObj(number -> "key" + number % 10 + "-" + (number / 10 + 1))
                            .toList());
        }
    }

    @Test
    void exactnessNeedsAName() {
        assertThatExceptionOfType(InvalidTopologyException.class)
                .isThrownBy(() -> topology(stream -> stream, sink, Batched.defaults()))
                .withMessageContaining("Batched.as");
    }

    private TopologyTestDriver driver(TopologySettings settings) {
        return TopologyTestDriver.builder(topology(stream -> stream, sink, batched))
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

    private TopologyTestDriver driver(MemorySink to) {
        return new TopologyTestDriver(topology(stream -> stream, to, batched));
    }

    private static Topology topology(
            Function<KStream<String, String>, KStream<String, String>> way, Sink<String, String> to, Batched batched) {
        TopologyBuilder builder = TopologyBuilder.named("words").defaultSerdes(Serdes.String(), Serdes.String());
        way.apply(builder.stream("words")).to(to, batched);
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
