package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.runtime.ShuffleMode;
import io.millrace.runtime.StateSettings;
import io.millrace.runtime.TopologySettings;
import io.millrace.state.Materialized;
import io.millrace.state.StoreType;
import io.millrace.topology.Grouped;
import io.millrace.topology.Produced;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Records that come together by a new key in memory. */
class LocalShuffleDriverTest {

    private static final int PARTITIONS = 4;
    private static final int RECORDS = 200;
    private static final int VALUES = 7;

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void eachNewKeyIsCountedOnceForAllPartitions(int workers) {
        try (TopologyTestDriver driver = driver(byValue(workers), StoreType.IN_MEMORY)) {
            pipe(driver, 0, RECORDS);

            assertThat(driver.<String, Long>store("by-value").entries()).isEqualTo(expected(RECORDS));
            assertThat(Words.counts(driver).readKeyValuesToMap()).isEqualTo(expected(RECORDS));
        }
    }

    @ParameterizedTest
    @EnumSource
    void stateIsExactWhereverACommitIsCutShort(CrashPoint point) {
        try (TopologyTestDriver driver = driver(byValue(3), StoreType.IN_MEMORY)) {
            pipe(driver, 0, 50);
            driver.advanceEpoch();
            pipe(driver, 50, 100);
            driver.crashAt(point);
            driver.advanceEpoch();
            assertThat(driver.isCrashed()).isTrue();

            driver.restart();
            pipe(driver, 100, RECORDS);

            assertThat(driver.<String, Long>store("by-value").entries()).isEqualTo(expected(RECORDS));
        }
    }

    @Test
    void stateOnDiskIsExactAfterACrash() {
        try (TopologyTestDriver driver = driver(byValue(2), StoreType.ROCKS_DB)) {
            pipe(driver, 0, 50);
            driver.advanceEpoch();
            pipe(driver, 50, RECORDS);
            driver.crash();

            driver.restart();

            assertThat(driver.<String, Long>store("by-value").entries()).isEqualTo(expected(RECORDS));
        }
    }

    @Test
    void allItsStateIsInPartitionNought() {
        try (TopologyTestDriver driver = driver(byValue(1), StoreType.IN_MEMORY)) {
            pipe(driver, 0, RECORDS);

            assertThat(driver.<String, Long>store("by-value").partition(0).entries())
                    .hasSize(VALUES);
            assertThat(driver.<String, Long>store("by-value").partition(1).isEmpty())
                    .isTrue();
        }
    }

    @Test
    void allPartitionsAreRevokedAndGivenBackTogether() {
        try (TopologyTestDriver driver = driver(byValue(2), StoreType.IN_MEMORY)) {
            pipe(driver, 0, 50);
            driver.revoke("words", 2);
            assertThat(driver.assignment()).isEmpty();
            pipe(driver, 50, RECORDS);

            driver.giveBack("words", 1);

            assertThat(driver.<String, Long>store("by-value").entries()).isEqualTo(expected(RECORDS));
        }
    }

    @Test
    void topicsOfUnequalPartitionsShareTheState() {
        TopologyBuilder builder = Words.builder();
        builder.stream("left", Words.strings())
                .merge(builder.stream("right", Words.strings()))
                .groupBy((key, value) -> value, Grouped.with(Serdes.String(), Serdes.String()))
                .count(Materialized.as("by-value"));
        try (TopologyTestDriver driver = TopologyTestDriver.builder(builder.build())
                .topic("left", 1)
                .topic("right", 3)
                .settings(local(StoreType.IN_MEMORY))
                .build()) {
            Words.input(driver, "left").pipeInput("a", "x");
            Words.input(driver, "right").toPartition(2).pipeInput("b", "x");
            driver.advanceEpoch();
            driver.crash();
            driver.restart();

            assertThat(driver.<String, Long>store("by-value").entries()).containsOnly(Map.entry("x", 2L));
        }
    }

    private static TopologyTestDriver driver(Topology topology, StoreType type) {
        return TopologyTestDriver.builder(topology)
                .partitions(PARTITIONS)
                .settings(local(type))
                .build();
    }

    private static TopologySettings local(StoreType type) {
        return TopologySettings.defaults()
                .withShuffle(ShuffleMode.LOCAL)
                .withState(StateSettings.defaults().withStoreType(type));
    }

    /** Counts the values of topic {@code words}, behind a stage of two workers without state. */
    private static Topology byValue(int workers) {
        TopologyBuilder builder = Words.builder();
        builder.<String, String>stream("words")
                .stage("trim", 2)
                .mapValues(String::trim)
                .groupBy(
                        (key, value) -> value,
                        Grouped.<String, String>as("count")
                                .withKeySerde(Serdes.String())
                                .withValueSerde(Serdes.String())
                                .withParallelism(workers))
                .count(Materialized.as("by-value"))
                .toStream()
                .to("counts", Produced.with(Serdes.String(), Serdes.Long()));
        return builder.build();
    }

    /** Writes records to all partitions in turn, so that each value is in each of them. */
    private static void pipe(TopologyTestDriver driver, int from, int to) {
        TestInputTopic<String, String> words = Words.input(driver);
        for (int number = from; number < to; number++) {
            words.toPartition(number % PARTITIONS).pipeInput("key" + number, " value" + number % VALUES);
        }
    }

    private static Map<String, Long> expected(int records) {
        Map<String, Long> counts = new HashMap<>();
        for (int number = 0; number < records; number++) {
            counts.merge("value" + number % VALUES, 1L, Long::sum);
        }
        return counts;
    }
}
