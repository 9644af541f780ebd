package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.processor.KeyValue;
import io.millrace.state.Materialized;
import io.millrace.topology.Grouped;
import io.millrace.topology.Produced;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Records that go to the partition of another key, through topics that the topology makes itself. */
class ShuffleDriverTest {

    @Test
    void recordsAreCountedByTheirNewKey() {
        try (TopologyTestDriver driver =
                TopologyTestDriver.builder(byValue()).partitions(3).build()) {
            TestInputTopic<String, String> words = Words.input(driver);

            words.pipeInput("a", "x");
            words.pipeInput("b", "x");
            words.pipeInput("c", "y");

            assertThat(Words.counts(driver).readKeyValuesToList())
                    .containsExactly(KeyValue.pair("x", 1L), KeyValue.pair("x", 2L), KeyValue.pair("y", 1L));
        }
    }

    @ParameterizedTest
    @EnumSource
    void countsBehindTwoShufflesAreExactWhereverACommitIsCutShort(CrashPoint point) {
        try (TopologyTestDriver driver =
                TopologyTestDriver.builder(byValueThenByCount()).partitions(3).build()) {
            TestInputTopic<String, String> words = Words.input(driver);
            pipe(words, 10);
            driver.advanceEpoch();
            pipe(words, 10);
            driver.crashAt(point);
            driver.advanceEpoch();
            assertThat(driver.isCrashed()).isTrue();

            driver.restart();
            pipe(words, 10);

            assertThat(driver.<String, Long>store("counts").entries())
                    .containsOnly(Map.entry("0", 12L), Map.entry("1", 9L), Map.entry("2", 9L));
            assertThat(driver.<String, Long>store("all").entries()).containsOnly(Map.entry("all", 30L));
        }
    }

    private static void pipe(TestInputTopic<String, String> words, int count) {
        for (int number = 0; number < count; number++) {
            words.pipeInput("key" + number, String.valueOf(number % 3));
        }
    }

    private static Topology byValue() {
        TopologyBuilder builder = Words.builder();
        builder.<String, String>stream("words")
                .groupBy((key, value) -> value, Grouped.with(Serdes.String(), Serdes.String()))
                .count(Materialized.as("counts"))
                .toStream()
                .to("counts", Produced.with(Serdes.String(), Serdes.Long()));
        return builder.build();
    }

    private static Topology byValueThenByCount() {
        TopologyBuilder builder = Words.builder();
        builder.<String, String>stream("words")
                .groupBy(
                        (key, value) -> value,
                        Grouped.<String, String>as("by-value").withParallelism(2))
                .count(Materialized.as("counts"))
                .toStream()
                .groupBy((key, value) -> "all", Grouped.with(Serdes.String(), Serdes.Long()))
                .count(Materialized.as("all"))
                .toStream()
                .to("counts", Produced.with(Serdes.String(), Serdes.Long()));
        return builder.build();
    }
}
