package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.errors.InvalidTopologyException;
import io.millrace.errors.RecordFailedException;
import io.millrace.errors.RetryPolicy;
import io.millrace.processor.KeyValue;
import io.millrace.runtime.Delivery;
import io.millrace.runtime.ShuffleMode;
import io.millrace.runtime.TopologySettings;
import io.millrace.runtime.Trigger;
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
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.Serdes;
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
