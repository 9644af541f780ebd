package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.processor.KeyValue;
import io.millrace.state.Materialized;
import io.millrace.topology.Grouped;
import io.millrace.topology.Produced;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;

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

    private static Topology byValue() {
        TopologyBuilder builder = Words.builder();
        builder.<String, String>stream("words")
                .groupBy((key, value) -> value, Grouped.with(Serdes.String(), Serdes.String()))
                .count(Materialized.as("counts"))
                .toStream()
                .to("counts", Produced.with(Serdes.String(), Serdes.Long()));
        return builder.build();
    }
}
