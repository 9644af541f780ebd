package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.processor.KeyValue;
import io.millrace.processor.SourcePartition;
import io.millrace.topology.KStream;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class StatelessDriverTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void aRecordIsProcessedWhenItsCallReturns() {
        try (TopologyTestDriver driver = new TopologyTestDriver(Words.upper())) {
            Words.input(driver).pipeInput("k", "a");

            assertThat(Words.output(driver, "upper").readKeyValue()).isEqualTo(KeyValue.pair("k", "A"));
        }
    }

    @Test
    void timestampHeadersAndPartitionComeAlong() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("trace", "7".getBytes(StandardCharsets.UTF_8));
        try (TopologyTestDriver driver = TopologyTestDriver.builder(Words.upper())
                .partitions(3)
                .startingAt(NOON)
                .build()) {
            Words.input(driver)
                    .pipeInput(new TestRecord<>("k", "a")
                            .withTimestamp(NOON.minusSeconds(5))
                            .withHeaders(headers));

            TestRecord<String, String> record = Words.output(driver, "upper").readRecord();
            assertThat(record.timestamp()).isEqualTo(NOON.minusSeconds(5));
            assertThat(record.headers().lastHeader("trace").value()).isEqualTo("7".getBytes(StandardCharsets.UTF_8));
            assertThat(record.partition()).hasValue(partitionOf("k", 3));
        }
    }

    @Test
    void aRecordIsStampedWithTheDriversTime() {
        try (TopologyTestDriver driver =
                TopologyTestDriver.builder(Words.upper()).startingAt(NOON).build()) {
            Words.input(driver).pipeInput("a");

            assertThat(Words.output(driver, "upper").readRecord().timestamp()).isEqualTo(NOON);
        }
    }

    @Test
    void aKeyGoesToThePartitionThatKafkaChooses() {
        TopologyBuilder builder = Words.builder();
        builder.stream("words", Words.strings()).process(PartitionNames::new).to("upper");
        try (TopologyTestDriver driver =
                TopologyTestDriver.builder(builder.build()).partitions(5).build()) {
            List<String> keys = IntStream.range(0, 20).mapToObj(String::valueOf).toList();
            keys.forEach(key -> Words.input(driver).pipeInput(key, "x"));

            Words.output(driver, "upper").readKeyValuesToList().forEach(record -> assertThat(record.value())
                    .isEqualTo("words-" + partitionOf(record.key(), 5)));
        }
    }

    @Test
    void aTestMayNameThePartition() {
        TopologyBuilder builder = Words.builder();
        builder.stream("words", Words.strings()).process(PartitionNames::new).to("upper");
        try (TopologyTestDriver driver =
                TopologyTestDriver.builder(builder.build()).partitions(3).build()) {
            Words.input(driver).toPartition(2).pipeInput("k", "x");
            Words.input(driver).pipeInput(new TestRecord<>("k", "x").withPartition(1));

            assertThat(Words.output(driver, "upper").readValuesToList()).containsExactly("words-2", "words-1");
        }
    }

    @Test
    void recordsWithoutKeysGoToAllPartitionsInTurn() {
        TopologyBuilder builder = Words.builder();
        builder.stream("words", Words.strings()).process(PartitionNames::new).to("upper");
        try (TopologyTestDriver driver =
                TopologyTestDriver.builder(builder.build()).partitions(2).build()) {
            Words.input(driver).pipeValueList(List.of("a", "b", "c"));

            assertThat(Words.output(driver, "upper").readValuesToList())
                    .containsExactlyInAnyOrder("words-0", "words-1", "words-0");
        }
    }

    @Test
    void allPartitionsAreRead() {
        try (TopologyTestDriver driver =
                TopologyTestDriver.builder(Words.upper()).partitions(4).build()) {
            assertThat(driver.assignment())
                    .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 4)
                            .mapToObj(number -> new SourcePartition("words", number))
                            .toList());
        }
    }

    @Test
    void aRecordPassesAllStages() {
        TopologyBuilder builder = Words.builder();
        builder.stream("words", Words.strings())
                .stage("first", 2)
                .mapValues(value -> value + "1")
                .stage("second", 3)
                .mapValues(value -> value + "2")
                .to("upper");
        try (TopologyTestDriver driver =
                TopologyTestDriver.builder(builder.build()).partitions(2).build()) {
            Words.input(driver).pipeInput("k", "a");

            assertThat(Words.output(driver, "upper").readValuesToList()).containsExactly("a12");
        }
    }

    @Test
    void recordsOfAKeyKeepTheirOrderThroughParallelStages() {
        TopologyBuilder builder = Words.builder();
        builder.stream("words", Words.strings()).stage("work", 4).to("upper");
        List<String> numbers = IntStream.range(0, 100).mapToObj(String::valueOf).toList();
        try (TopologyTestDriver driver = new TopologyTestDriver(builder.build())) {
            Words.input(driver)
                    .pipeKeyValueList(numbers.stream()
                            .map(number -> KeyValue.pair("k", number))
                            .toList());

            assertThat(Words.output(driver, "upper").readValuesToList()).isEqualTo(numbers);
        }
    }

    @Test
    void streamsAreMergedAndSplit() {
        try (TopologyTestDriver driver = new TopologyTestDriver(routed())) {
            Words.input(driver, "left").pipeInput("k", "a");
            Words.input(driver, "right").pipeInput("k", "bb");

            assertThat(Words.output(driver, "short").readValuesToList()).containsExactly("a");
            assertThat(Words.output(driver, "long").readValuesToList()).containsExactly("bb");
        }
    }

    @Test
    void topicsThatTheTopologyDoesNotNameAreDeclared() {
        TopologyBuilder builder = Words.builder();
        builder.stream(Pattern.compile("words-.*"), Words.strings())
                .to((key, value, metadata) -> value.toLowerCase(Locale.ROOT));
        try (TopologyTestDriver driver = TopologyTestDriver.builder(builder.build())
                .topic("words-de", 2)
                .topic("chosen", 1)
                .build()) {
            Words.input(driver, "words-de").pipeInput("k", "CHOSEN");

            assertThat(Words.output(driver, "chosen").readValuesToList()).containsExactly("CHOSEN");
        }
    }

    @Test
    void outputsAreReadInTheOrderOfWritingWhateverTheirPartitions() {
        try (TopologyTestDriver driver =
                TopologyTestDriver.builder(Words.upper()).partitions(3).build()) {
            for (int number = 0; number < 30; number++) {
                Words.input(driver).pipeInput("key" + number, "v" + number);
            }

            assertThat(Words.output(driver, "upper").readValuesToList())
                    .isEqualTo(IntStream.range(0, 30)
                            .mapToObj(number -> "V" + number)
                            .toList());
        }
    }

    @Test
    void theNewestValuesAreReadAsAMap() {
        try (TopologyTestDriver driver = new TopologyTestDriver(Words.upper())) {
            Words.input(driver)
                    .pipeKeyValueList(
                            List.of(KeyValue.pair("a", "x"), KeyValue.pair("b", "y"), KeyValue.pair("a", "z")));

            assertThat(Words.output(driver, "upper").readKeyValuesToMap())
                    .containsOnly(Map.entry("a", "Z"), Map.entry("b", "Y"));
        }
    }

    private static Topology routed() {
        TopologyBuilder builder = Words.builder();
        KStream<String, String> all =
                builder.stream("left", Words.strings()).merge(builder.stream("right", Words.strings()));
        all.filter((key, value) -> value.length() == 1).to("short");
        all.filter((key, value) -> value.length() > 1).to("long");
        return builder.build();
    }

    private static int partitionOf(String key, int partitions) {
        return BuiltInPartitioner.partitionForKey(key.getBytes(StandardCharsets.UTF_8), partitions);
    }
}
