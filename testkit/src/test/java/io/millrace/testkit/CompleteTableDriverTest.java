package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.errors.InvalidSettingsException;
import io.millrace.errors.WorkerFailedException;
import io.millrace.processor.Batch;
import io.millrace.processor.KeyValue;
import io.millrace.runtime.Delivery;
import io.millrace.runtime.ShuffleMode;
import io.millrace.runtime.StateSettings;
import io.millrace.runtime.TopologySettings;
import io.millrace.runtime.Trigger;
import io.millrace.state.Materialized;
import io.millrace.state.StoreType;
import io.millrace.topology.Consumed;
import io.millrace.topology.Grouped;
import io.millrace.topology.KStream;
import io.millrace.topology.KTable;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import io.millrace.window.EmitStrategy;
import io.millrace.window.SessionWindows;
import io.millrace.window.SlidingWindows;
import io.millrace.window.TimeWindows;
import io.millrace.window.Windowed;
import io.millrace.window.WindowedSerdes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Aggregations in windows that tell complete tables, batch by batch. */
class CompleteTableDriverTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Instant START = Instant.parse("2025-12-31T00:00:00Z");
    private static final Trigger MICRO_BATCH = Trigger.processingTime(Duration.ofSeconds(10));
    private static final TopologySettings SETTINGS = TopologySettings.defaults().withTrigger(MICRO_BATCH);

    static Stream<Trigger> triggers() {
        return Stream.of(MICRO_BATCH, Trigger.availableNow(), Trigger.once());
    }

    @ParameterizedTest
    @MethodSource("triggers")
    void eachBatchTellsAllOpenWindowsOfAllKeys(Trigger trigger) {
        try (TopologyTestDriver driver = driver(SETTINGS.withTrigger(trigger))) {
            pipe(driver, "a", 0);
            pipe(driver, "b", 1);
            pipe(driver, "a", 2);
            assertThat(counts(driver)).as("before the batch").isEmpty();
            driver.advanceEpoch();
            assertThat(counts(driver)).containsExactlyInAnyOrder("a@0=2", "b@0=1");
            pipe(driver, "b", 3);
            driver.advanceEpoch();

            assertThat(counts(driver)).containsExactlyInAnyOrder("a@0=2", "b@0=2");
        }
    }

    @ParameterizedTest
    @MethodSource("triggers")
    void aWindowThatIsClosedDisappears(Trigger trigger) {
        try (TopologyTestDriver driver = driver(SETTINGS.withTrigger(trigger))) {
            pipe(driver, "a", 0);
            pipe(driver, "b", 59);
            driver.advanceEpoch();
            assertThat(counts(driver)).containsExactlyInAnyOrder("a@0=1", "b@0=1");
            pipe(driver, "b", 60);
            pipe(driver, "a", 58);
            driver.advanceEpoch();

            assertThat(counts(driver)).containsExactly("b@60=1");
        }
    }

    @Test
    void aBatchWithoutRecordsTellsNothing() {
        try (TopologyTestDriver driver = driver(SETTINGS)) {
            pipe(driver, "a", 0);
            driver.advanceEpoch();
            counts(driver);
            driver.advanceEpoch();
            driver.restart();
            driver.advanceEpoch();

            assertThat(counts(driver)).isEmpty();
        }
    }

    @Test
    void resultsHaveTheLargestTimestampInTheirWindow() {
        try (TopologyTestDriver driver = driver(SETTINGS)) {
            pipe(driver, "a", 20);
            pipe(driver, "a", 10);
            driver.advanceEpoch();

            assertThat(output(driver).readRecordsToList())
                    .extracting(TestRecord::timestamp)
                    .containsExactly(at(20));
        }
    }

    @ParameterizedTest
    @EnumSource(Delivery.class)
    void allPartitionsAreToldWhereOneHasRecords(Delivery delivery) {
        try (TopologyTestDriver driver = TopologyTestDriver.builder(topology(CompleteTableDriverTest::tumbling))
                .settings(SETTINGS.withDelivery(delivery))
                .partitions(3)
                .build()) {
            for (int partition = 0; partition < 3; partition++) {
                Words.input(driver, "in").toPartition(partition).pipeInput("k" + partition, "x", at(partition));
            }
            driver.advanceEpoch();
            assertThat(counts(driver)).containsExactlyInAnyOrder("k0@0=1", "k1@0=1", "k2@0=1");
            Words.input(driver, "in").toPartition(1).pipeInput("k1", "x", at(5));
            driver.advanceEpoch();

            assertThat(counts(driver)).containsExactlyInAnyOrder("k0@0=1", "k1@0=2", "k2@0=1");
        }
    }

    @ParameterizedTest
    @EnumSource(CrashPoint.class)
    void eachTableIsSeenOnceThroughCrashes(CrashPoint point) {
        try (TopologyTestDriver driver = driver(SETTINGS.withDelivery(Delivery.EXACTLY_ONCE))) {
            pipe(driver, "a", 0);
            driver.advanceEpoch();
            List<String> first = counts(driver);
            pipe(driver, "a", 1);
            pipe(driver, "b", 1);
            driver.crashAt(point);
            driver.advanceEpoch();
            assertThat(driver.isCrashed()).isTrue();
            driver.restart();
            driver.advanceEpoch();
            driver.advanceEpoch();

            assertThat(first).containsExactly("a@0=1");
            assertThat(counts(driver)).containsExactlyInAnyOrder("a@0=2", "b@0=1");
        }
    }

    @Test
    void aCrashBetweenBatchesLeavesTheTableAsItWas() {
        try (TopologyTestDriver driver = driver(SETTINGS.withTrigger(Trigger.once()))) {
            pipe(driver, "a", 0);
            driver.advanceEpoch();
            driver.crash();
            driver.restart();
            counts(driver);
            pipe(driver, "b", 1);
            driver.advanceEpoch();

            assertThat(counts(driver)).containsExactlyInAnyOrder("a@0=1", "b@0=1");
        }
    }

    @ParameterizedTest
    @EnumSource(ShuffleMode.class)
    void keysOfAllWorkersAreToldBehindAShuffle(ShuffleMode shuffle) {
        Topology topology = topology(stream -> stream.groupBy(
                        (key, value) -> value,
                        Grouped.<String, String>with(Serdes.String(), Serdes.String())
                                .withName("count")
                                .withParallelism(2))
                .windowedBy(TimeWindows.ofSizeWithNoGrace(MINUTE))
                .emitStrategy(EmitStrategy.completeTable())
                .count(Materialized.as("counts")));
        try (TopologyTestDriver driver = TopologyTestDriver.builder(topology)
                .settings(SETTINGS.withShuffle(shuffle))
                .partitions(2)
                .build()) {
            for (int second = 0; second < 50; second++) {
                Words.input(driver, "in").pipeInput("k" + second % 7, "v" + second % 5, at(second));
            }
            driver.advanceEpoch();
            driver.advanceEpoch();

            assertThat(counts(driver)).contains("v0@0=10", "v1@0=10", "v2@0=10", "v3@0=10", "v4@0=10");
        }
    }

    @ParameterizedTest
    @EnumSource(StoreType.class)
    void aTableThatIsLargerThanALaneIsToldWithinItsBatch(StoreType stores) {
        Topology topology = topology(
                CompleteTableDriverTest::tumbling,
                table -> table.toStream().stage("writing", 1).to("counts"));
        int keys = 20_000;
        try (TopologyTestDriver driver = TopologyTestDriver.builder(topology)
                .settings(SETTINGS.withDelivery(Delivery.EXACTLY_ONCE)
                        .withState(StateSettings.defaults().withStoreType(stores)))
                .build()) {
            List<TestRecord<String, String>> records = new ArrayList<>();
            for (int key = 0; key < keys; key++) {
                records.add(new TestRecord<>("k" + key, "x").withTimestamp(at(0)));
            }
            Words.input(driver, "in").pipeRecordList(records);
            driver.advanceEpoch();
            assertThat(counts(driver)).hasSize(keys).doesNotHaveDuplicates().allMatch(count -> count.endsWith("@0=1"));
            pipe(driver, "k7", 1);
            driver.advanceEpoch();

            assertThat(counts(driver)).hasSize(keys).doesNotHaveDuplicates().contains("k7@0=2", "k8@0=1");
        }
    }

    @Test
    void aFailureBehindTheTableNamesTheNode() {
        Topology topology = topology(
                CompleteTableDriverTest::tumbling, table -> table.toStream().foreach((key, count) -> {
                    throw new IllegalStateException("boom");
                }));
        try (TopologyTestDriver driver =
                TopologyTestDriver.builder(topology).settings(SETTINGS).build()) {
            assertThatExceptionOfType(WorkerFailedException.class)
                    .isThrownBy(() -> {
                        pipe(driver, "a", 0);
                        driver.advanceEpoch();
                    })
                    .withMessageContaining("at 'foreach-")
                    .withMessageContaining("of a told table");
        }
    }

    @Test
    void slidingWindowsAndSessionsAreToldToo() {
        TopologyBuilder builder = TopologyBuilder.named("tables").defaultSerdes(Serdes.String(), Serdes.String());
        KStream<String, String> stream = builder.stream("in");
        stream.groupByKey()
                .windowedBy(SlidingWindows.ofTimeDifferenceWithNoGrace(MINUTE))
                .emitStrategy(EmitStrategy.completeTable())
                .count(Materialized.as("sliding"))
                .toStream()
                .map((key, count) -> KeyValue.pair("sliding", text(key, count)))
                .to("texts");
        stream.groupByKey()
                .windowedBy(SessionWindows.ofInactivityGapWithNoGrace(MINUTE))
                .emitStrategy(EmitStrategy.completeTable())
                .count(Materialized.as("sessions"))
                .toStream()
                .map((key, count) -> KeyValue.pair("session", text(key, count)))
                .to("texts");
        try (TopologyTestDriver driver =
                TopologyTestDriver.builder(builder.build()).settings(SETTINGS).build()) {
            pipe(driver, "a", 100);
            pipe(driver, "a", 130);
            driver.advanceEpoch();

            assertThat(Words.output(driver, "texts").readKeyValuesToList())
                    .extracting(record -> record.key() + " " + record.value())
                    .containsExactlyInAnyOrder("sliding a@70=2", "sliding a@100=1", "session a@100=2");
        }
    }

    @Test
    void aBatchSinkGetsTheTableInItsBatch() {
        List<Batch<Windowed<String>, Long>> seen = new ArrayList<>();
        try (TopologyTestDriver driver = TopologyTestDriver.builder(
                        topology(CompleteTableDriverTest::tumbling, table -> table.toStream()
                                .foreachBatch(seen::add)))
                .settings(SETTINGS)
                .partitions(2)
                .build()) {
            Words.input(driver, "in").toPartition(0).pipeInput("a", "x", at(0));
            Words.input(driver, "in").toPartition(1).pipeInput("b", "x", at(0));
            driver.advanceEpoch();
            Words.input(driver, "in").toPartition(0).pipeInput("c", "x", at(1));
            driver.advanceEpoch();

            assertThat(seen)
                    .extracting(CompleteTableDriverTest::text)
                    .containsExactlyInAnyOrder("in-0/1 a@0=1", "in-1/1 b@0=1", "in-0/2 a@0=1 c@0=1");
        }
    }

    @Test
    void realTimeIsRefusedWhileItRuns() {
        try (TopologyTestDriver driver = driver(SETTINGS)) {
            assertThatExceptionOfType(InvalidSettingsException.class)
                    .isThrownBy(() -> driver.switchTrigger(Trigger.realTime(Duration.ofSeconds(10))))
                    .withMessageContaining("'count-counts-results' tells a complete table at the end of each batch");
            pipe(driver, "a", 0);
            driver.advanceEpoch();

            assertThat(counts(driver)).containsExactly("a@0=1");
        }
    }

    @Test
    void realTimeIsRefusedAtTheStart() {
        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(() -> driver(TopologySettings.defaults()).close())
                .withMessageContaining("'count-counts-results' tells a complete table at the end of each batch");
    }

    private static TopologyTestDriver driver(TopologySettings settings) {
        return TopologyTestDriver.builder(topology(CompleteTableDriverTest::tumbling))
                .settings(settings)
                .build();
    }

    private static Topology topology(Function<KStream<String, String>, KTable<Windowed<String>, Long>> counts) {
        return topology(counts, table -> table.toStream().to("counts"));
    }

    private static Topology topology(
            Function<KStream<String, String>, KTable<Windowed<String>, Long>> counts,
            Consumer<KTable<Windowed<String>, Long>> end) {
        TopologyBuilder builder = TopologyBuilder.named("tables");
        end.accept(counts.apply(builder.stream("in", Consumed.with(Serdes.String(), Serdes.String()))));
        return builder.build();
    }

    private static KTable<Windowed<String>, Long> tumbling(KStream<String, String> stream) {
        return stream.groupByKey()
                .windowedBy(TimeWindows.ofSizeWithNoGrace(MINUTE))
                .emitStrategy(EmitStrategy.completeTable())
                .count(Materialized.as("counts"));
    }

    private static void pipe(TopologyTestDriver driver, String key, long second) {
        Words.input(driver, "in").pipeInput(key, "x", at(second));
    }

    private static Instant at(long second) {
        return START.plusSeconds(second);
    }

    /** Returns what was written, as {@code key@second=count}, seconds being those of the window's start. */
    private static List<String> counts(TopologyTestDriver driver) {
        return output(driver).readKeyValuesToList().stream()
                .map(record -> text(record.key(), record.value()))
                .toList();
    }

    private static TestOutputTopic<Windowed<String>, Long> output(TopologyTestDriver driver) {
        return driver.createOutputTopic(
                "counts", WindowedSerdes.timeWindowed(Serdes.String(), MINUTE).deserializer(), new LongDeserializer());
    }

    private static String text(Batch<Windowed<String>, Long> batch) {
        List<String> rows = batch.records().stream()
                .map(item -> text(item.key(), item.value()))
                .sorted()
                .toList();
        return batch.partition() + "/" + batch.epoch() + " " + String.join(" ", rows);
    }

    private static String text(Windowed<String> key, Long count) {
        return "%s@%d=%d".formatted(key.key(), (key.window().start() - START.toEpochMilli()) / 1_000, count);
    }
}
