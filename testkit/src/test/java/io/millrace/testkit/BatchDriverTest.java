package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.errors.BatchFailedException;
import io.millrace.errors.InvalidSettingsException;
import io.millrace.processor.Batch;
import io.millrace.processor.KeyValue;
import io.millrace.processor.SourcePartition;
import io.millrace.runtime.TopologySettings;
import io.millrace.runtime.Trigger;
import io.millrace.topology.Grouped;
import io.millrace.topology.KStream;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a batch sink gets, and that it gets it again with the same number. */
class BatchDriverTest {

    private static final Trigger MICRO_BATCH = Trigger.processingTime(Duration.ofMillis(500));

    private final List<Batch<String, String>> seen = new ArrayList<>();
    private Consumer<Batch<String, String>> then = batch -> {};

    static Stream<Trigger> triggers() {
        return Stream.of(MICRO_BATCH, Trigger.availableNow(), Trigger.once());
    }

    static Stream<Arguments> crashes() {
        return triggers().flatMap(trigger -> Stream.of(CrashPoint.values())
                .flatMap(point -> Stream.of(false, true).map(stateful -> Arguments.of(trigger, point, stateful))));
    }

    @ParameterizedTest
    @MethodSource("triggers")
    void eachEpochIsABatchWithTheNextNumber(Trigger trigger) {
        try (TopologyTestDriver driver = driver(trigger, batches(stream -> stream))) {
            write(driver, "1", "2");
            driver.advanceEpoch();
            write(driver, "3");
            driver.advanceEpoch();

            assertThat(seen).extracting(Batch::epoch).containsExactly(1L, 2L);
            assertThat(seen).extracting(BatchDriverTest::values).containsExactly(List.of("1", "2"), List.of("3"));
            assertThat(seen).extracting(Batch::partition).containsOnly(new SourcePartition("words", 0));
            assertThat(seen.get(0).records()).extracting(Batch.Item::offset).containsExactly(0L, 1L);
        }
    }

    @ParameterizedTest
    @MethodSource("triggers")
    void anEpochWithoutRecordsIsNoBatch(Trigger trigger) {
        try (TopologyTestDriver driver = driver(trigger, batches(stream -> stream))) {
            driver.advanceEpoch();
            driver.advanceEpoch();
            write(driver, "1");
            driver.advanceEpoch();

            assertThat(seen).extracting(Batch::epoch).containsExactly(1L);
        }
    }

    @Test
    void eachPartitionHasNumbersOfItsOwn() {
        try (TopologyTestDriver driver = TopologyTestDriver.builder(batches(stream -> stream))
                .settings(TopologySettings.defaults().withTrigger(MICRO_BATCH))
                .partitions(2)
                .build()) {
            Words.input(driver).toPartition(0).pipeInput("1");
            driver.advanceEpoch();
            Words.input(driver).toPartition(0).pipeInput("2");
            Words.input(driver).toPartition(1).pipeInput("3");
            driver.advanceEpoch();

            assertThat(seen.stream()
                            .map(batch -> batch.partition() + "/" + batch.epoch())
                            .toList())
                    .containsExactlyInAnyOrder("words-0/1", "words-0/2", "words-1/1");
        }
    }

    @ParameterizedTest
    @MethodSource("crashes")
    void aBatchThatWasNotCommittedComesAgainAsItWas(Trigger trigger, CrashPoint point, boolean stateful) {
        Topology topology = batches(stateful ? BatchDriverTest::counted : stream -> stream);
        try (TopologyTestDriver driver = driver(trigger, topology)) {
            write(driver, "1", "2");
            then = batch -> driver.crashAt(point);
            driver.advanceEpoch();
            assertThat(driver.isCrashed()).isTrue();
            then = batch -> {};
            write(driver, "3", "4");
            driver.restart();
            driver.advanceEpoch();

            assertThat(seen).allSatisfy(batch -> assertThat(batch.epoch()).isIn(1L, 2L));
            seen.stream().filter(batch -> batch.epoch() == 1).forEach(batch -> assertThat(offsets(batch))
                    .containsExactly(0L, 1L));
            seen.stream().filter(batch -> batch.epoch() == 2).forEach(batch -> assertThat(offsets(batch))
                    .containsExactly(2L, 3L));
            assertThat(seen).extracting(Batch::epoch).contains(1L, 2L).isSorted();
            if (point.compareTo(CrashPoint.AFTER_OFFSETS) <= 0) {
                assertThat(seen).as("the first one twice").hasSize(3);
            }
            if (stateful) {
                assertThat(seen.get(seen.size() - 1).records())
                        .extracting(Batch.Item::value)
                        .containsExactly("3", "4");
            }
        }
    }

    @Test
    void aBatchWhosePlanAloneWasCommittedComesAsItWasPlanned() {
        try (TopologyTestDriver driver = driver(MICRO_BATCH, batches(stream -> stream))) {
            write(driver, "1", "2");
            driver.crashAt(CrashPoint.AFTER_COMMIT);
            driver.advanceEpoch();
            assertThat(seen).isEmpty();
            write(driver, "3");

            driver.restart();
            driver.advanceEpoch();
            driver.advanceEpoch();

            assertThat(seen).extracting(BatchDriverTest::values).containsExactly(List.of("1", "2"), List.of("3"));
        }
    }

    @Test
    void aBatchWhoseFunctionFailsComesAgain() {
        try (TopologyTestDriver driver = driver(MICRO_BATCH, batches(stream -> stream))) {
            write(driver, "1", "2");
            then = batch -> {
                throw new IllegalStateException("no database");
            };
            assertThatExceptionOfType(BatchFailedException.class)
                    .isThrownBy(driver::advanceEpoch)
                    .withMessageContaining("batch 1 of partition words-0");
            then = batch -> {};
            driver.restart();
            driver.advanceEpoch();

            assertThat(seen).extracting(Batch::epoch).containsExactly(1L, 1L);
            assertThat(seen.get(1).records()).extracting(Batch.Item::offset).containsExactly(0L, 1L);
        }
    }

    @Test
    void aPartitionThatComesBackGoesOnCounting() {
        try (TopologyTestDriver driver = driver(MICRO_BATCH, batches(stream -> stream))) {
            write(driver, "1");
            driver.advanceEpoch();
            driver.revoke("words", 0);
            write(driver, "2");
            driver.giveBack("words", 0);
            driver.advanceEpoch();

            assertThat(seen).extracting(Batch::epoch).containsExactly(1L, 2L);
        }
    }

    @Test
    void anotherTriggerGoesOnCounting() {
        try (TopologyTestDriver driver = driver(MICRO_BATCH, batches(stream -> stream))) {
            write(driver, "1");
            driver.advanceEpoch();
            write(driver, "2");
            driver.switchTrigger(Trigger.availableNow());
            write(driver, "3");
            driver.advanceEpoch();

            assertThat(seen).extracting(Batch::epoch).containsExactly(1L, 2L, 3L);
        }
    }

    @Test
    void moreThanABatchHoldsComesInSeveral() {
        try (TopologyTestDriver driver = driver(Trigger.availableNow(), batches(stream -> stream))) {
            write(driver, IntStream.range(0, 25_000).mapToObj(String::valueOf).toArray(String[]::new));
            driver.advanceEpoch();

            assertThat(seen).hasSizeGreaterThan(1);
            assertThat(seen.stream().flatMap(batch -> values(batch).stream())).hasSize(25_000);
        }
    }

    @Test
    void onceIsOneBatch() {
        try (TopologyTestDriver driver = driver(Trigger.once(), batches(stream -> stream))) {
            write(driver, IntStream.range(0, 25_000).mapToObj(String::valueOf).toArray(String[]::new));
            driver.advanceEpoch();

            assertThat(seen).singleElement().satisfies(batch -> assertThat(batch.records())
                    .hasSize(25_000));
        }
    }

    @Test
    void realTimeIsRefusedByName() {
        Topology topology = batches(stream -> stream);

        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(() -> driver(Trigger.realTime(), topology))
                .withMessageContaining("'foreachBatch-1' is a foreachBatch")
                .withMessageContaining("real-time");
    }

    @Test
    void aStageThatSharesPartitionsByKeyIsRefused() {
        Topology topology = batches(
                stream -> stream.groupByKey(Grouped.<String, String>as("count").withParallelism(2))
                        .reduce((before, value) -> value)
                        .toStream());

        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(() -> driver(MICRO_BATCH, topology))
                .withMessageContaining("behind stage 'count', whose 2 workers");
    }

    private static KStream<String, String> counted(KStream<String, String> stream) {
        return stream.mapValues(value -> "k").groupByKey().count().toStream().mapValues(String::valueOf);
    }

    private Topology batches(Function<KStream<String, String>, KStream<String, String>> steps) {
        TopologyBuilder builder = Words.builder();
        steps.apply(builder.stream("words")).foreachBatch(batch -> {
            seen.add(new Batch<>(batch.partition(), batch.epoch(), List.copyOf(batch.records())));
            then.accept(seen.get(seen.size() - 1));
        });
        return builder.build();
    }

    private static void write(TopologyTestDriver driver, String... values) {
        Words.input(driver)
                .pipeKeyValueList(Stream.of(values)
                        .map(value -> KeyValue.pair("k", value))
                        .toList());
    }

    private static List<String> values(Batch<String, String> batch) {
        return batch.records().stream().map(Batch.Item::value).toList();
    }

    private static List<Long> offsets(Batch<String, String> batch) {
        return batch.records().stream().map(Batch.Item::offset).toList();
    }

    private static TopologyTestDriver driver(Trigger trigger, Topology topology) {
        return TopologyTestDriver.builder(topology)
                .settings(TopologySettings.defaults().withTrigger(trigger))
                .build();
    }
}
