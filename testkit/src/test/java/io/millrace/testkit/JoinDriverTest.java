package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.processor.ValueJoiner;
import io.millrace.runtime.Delivery;
import io.millrace.runtime.ShuffleMode;
import io.millrace.runtime.StateSettings;
import io.millrace.runtime.TopologySettings;
import io.millrace.state.Materialized;
import io.millrace.state.StoreType;
import io.millrace.topology.Consumed;
import io.millrace.topology.Deduplicated;
import io.millrace.topology.Grouped;
import io.millrace.topology.Joined;
import io.millrace.topology.KStream;
import io.millrace.topology.KTable;
import io.millrace.topology.Produced;
import io.millrace.topology.StreamJoined;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import io.millrace.window.JoinWindows;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class JoinDriverTest {

    private static final JoinWindows TEN = JoinWindows.ofTimeDifferenceWithNoGrace(Duration.ofMillis(10));
    private static final ValueJoiner<@Nullable Object, @Nullable Object, String> JOINER =
            (left, right) -> left + "+" + right;

    private final TopologyBuilder builder =
            TopologyBuilder.named("joins").defaultSerdes(Serdes.String(), Serdes.String());

    @Test
    void theSlowerInputSaysWhenAWindowCloses() {
        try (TopologyTestDriver driver = driver(pairs(), TopologySettings.defaults())) {
            pipe(driver, "left", "k", "a", 100);
            pipe(driver, "right", "other", "far", 10_000);
            assertThat(outputs(driver)).as("the left input is at 100").isEmpty();

            pipe(driver, "right", "k", "x", 109);
            pipe(driver, "left", "other", "far too", 20_000);

            assertThat(outputs(driver)).containsExactly("k=a+x@109");
            pipe(driver, "right", "other", "on", 20_000);
            assertThat(outputs(driver)).containsExactlyInAnyOrder("other=null+far@10000", "other=far too+on@20000");
        }
    }

    @Test
    void anIdleInputHoldsUpNobodyForEver() {
        try (TopologyTestDriver driver = driver(pairs(), TopologySettings.defaults())) {
            pipe(driver, "right", "k", "x", 50);
            pipe(driver, "left", "k", "a", 100);
            driver.advanceWallClockTime(Duration.ofSeconds(20));
            pipe(driver, "left", "k", "b", 200);
            assertThat(outputs(driver)).isEmpty();

            driver.advanceWallClockTime(Duration.ofSeconds(20));

            assertThat(outputs(driver)).containsExactly("k=null+x@50", "k=a+null@100");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "IN_MEMORY, DURABLE, AT_LEAST_ONCE",
        "ROCKS_DB, DURABLE, AT_LEAST_ONCE",
        "IN_MEMORY, LOCAL, AT_LEAST_ONCE",
        "ROCKS_DB, LOCAL, EXACTLY_ONCE",
        "IN_MEMORY, DURABLE, EXACTLY_ONCE"
    })
    void whatWaitsForAPartnerSurvivesACrash(StoreType type, ShuffleMode mode, Delivery delivery) {
        KStream<String, String> left = builder.stream("left");
        KStream<String, String> right = builder.stream("right");
        left.selectKey((key, value) -> value.substring(0, 1))
                .outerJoin(
                        right.selectKey((key, value) -> value.substring(0, 1)),
                        JOINER,
                        TEN,
                        StreamJoined.<String, String, String>as("pairs").withName("pairs"))
                .to("out");
        TopologySettings settings = TopologySettings.defaults()
                .withShuffle(mode)
                .withDelivery(delivery)
                .withState(StateSettings.defaults().withStoreType(type));
        try (TopologyTestDriver driver = driver(builder.build(), settings)) {
            pipe(driver, "left", "1", "a", 100);
            pipe(driver, "left", "2", "b", 100);
            pipe(driver, "right", "3", "ax", 105);
            driver.advanceEpoch();
            assertThat(outputs(driver)).containsExactly("a=a+ax@105");
            pipe(driver, "right", "4", "lost for now", 106);
            driver.crash();
            driver.restart();

            pipe(driver, "right", "5", "ay", 107);
            pipe(driver, "left", "6", "end", 1_000);
            pipe(driver, "right", "7", "end", 1_000);
            driver.advanceEpoch();

            assertThat(outputs(driver))
                    .filteredOn(output -> !output.startsWith("e="))
                    .containsExactlyInAnyOrder("a=a+ay@107", "b=b+null@100", "l=null+lost for now@106");
        }
    }

    @Test
    void eachPartitionHasItsOwnTime() {
        Topology topology = pairs();
        try (TopologyTestDriver driver =
                TopologyTestDriver.builder(topology).partitions(2).build()) {
            pipe(driver, "left", 0, "a", 100);
            pipe(driver, "left", 1, "b", 100);
            pipe(driver, "left", 0, "later", 1_000);
            pipe(driver, "right", 0, "later", 1_000);

            assertThat(outputs(driver)).containsExactlyInAnyOrder("0=a+null@100", "0=later+later@1000");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStreamIsJoinedWithACountOfAnotherStage(ShuffleMode mode) {
        KStream<String, String> clicks = builder.stream("right");
        KTable<String, Long> counts = clicks.groupBy(
                        (key, value) -> value,
                        Grouped.<String, String>as("count").withParallelism(2))
                .count(Materialized.as("clicks"));
        KStream<String, String> stream = builder.stream("left");
        stream.leftJoin(counts.mapValues(count -> count * 10), JOINER, Joined.as("enrich"))
                .to("out");
        try (TopologyTestDriver driver =
                driver(builder.build(), TopologySettings.defaults().withShuffle(mode))) {
            pipe(driver, "left", "k", "a", 1);
            pipe(driver, "right", "any", "k", 1);
            pipe(driver, "right", "other", "k", 1);
            pipe(driver, "left", "k", "b", 2);
            driver.advanceEpoch();
            driver.crash();
            driver.restart();
            pipe(driver, "left", "k", "c", 3);

            assertThat(outputs(driver)).containsExactly("k=a+null@1", "k=b+20@2", "k=c+20@3");
            assertThat(driver.<String, Long>store("enrich-right-copy").get("k")).isEqualTo(2);
        }
    }

    @Test
    void tablesAreJoinedAcrossARestart() {
        KTable<String, String> left = table("left").filter((key, value) -> !value.startsWith("-"));
        left.outerJoin(table("right"), JOINER, Materialized.as("both"))
                .toStream()
                .to("out");
        try (TopologyTestDriver driver = driver(builder.build(), TopologySettings.defaults())) {
            pipe(driver, "left", "k", "a", 1);
            pipe(driver, "right", "k", "x", 2);
            driver.restart();
            pipe(driver, "left", "k", "-", 3);

            assertThat(outputs(driver)).containsExactly("k=a+null@1", "k=a+x@2", "k=null+x@3");
            assertThat(driver.<String, String>store("both").get("k")).isEqualTo("null+x");
        }
    }

    @ParameterizedTest
    @EnumSource(StoreType.class)
    void duplicatesAreToldAcrossACrash(StoreType type) {
        TopologySettings settings = TopologySettings.defaults()
                .withDelivery(Delivery.EXACTLY_ONCE)
                .withState(StateSettings.defaults().withStoreType(type));
        try (TopologyTestDriver driver = driver(deduplicated(), settings)) {
            pipe(driver, "in", "k", "a", 100);
            driver.advanceEpoch();
            pipe(driver, "in", "k", "a", 101);
            pipe(driver, "in", "k", "b", 102);
            driver.crash();
            driver.restart();
            pipe(driver, "in", "k", "b", 103);
            pipe(driver, "in", "k", "a", 110);
            pipe(driver, "in", "k", "a", 111);
            driver.advanceEpoch();

            assertThat(outputs(driver)).containsExactly("k=a@100", "k=b@102", "k=a@111");
        }
    }

    @Test
    void duplicatesAreForgottenInTime() {
        try (TopologyTestDriver driver = driver(deduplicated(), TopologySettings.defaults())) {
            for (int time = 0; time < 1_000; time++) {
                pipe(driver, "in", 0, "v" + time, time);
            }

            assertThat(driver.<String, Object>store("once").entries()).hasSizeLessThanOrEqualTo(1);
            assertThat(outputs(driver)).hasSize(1_000);
        }
    }

    /** Else output ids would be refused. */
    @Test
    void aDeduplicationGivesTheSameAtAReplay() {
        builder.stream("in", Consumed.with(Serdes.String(), Serdes.String()))
                .deduplicate((key, value) -> value, Duration.ofMillis(10), Deduplicated.as("once"))
                .to("out", Produced.with(Serdes.String(), Serdes.String()).withOutputIds());
        try (TopologyTestDriver driver = driver(builder.build(), TopologySettings.defaults())) {
            pipe(driver, "in", "k", "a", 100);

            assertThat(outputs(driver)).containsExactly("k=a@100");
        }
    }

    @Test
    void aJoinThatMayComeOtherwiseAtAReplayIsMovedWithTheCheckpoint() {
        KStream<String, String> left = builder.stream("left");
        KStream<String, String> right = builder.stream("right");
        left.join(right, JOINER, TEN)
                .groupBy((key, value) -> value, Grouped.with(Serdes.String(), Serdes.String()))
                .count(Materialized.as("pairs"))
                .toStream()
                .mapValues(String::valueOf)
                .to("out");
        try (TopologyTestDriver driver = driver(builder.build(), TopologySettings.defaults())) {
            pipe(driver, "left", "k", "a", 100);
            pipe(driver, "right", "k", "x", 100);
            assertThat(outputs(driver)).isEmpty();

            driver.advanceEpoch();
            driver.crash();
            driver.restart();
            driver.advanceEpoch();

            assertThat(driver.<String, Long>store("pairs").get("a+x")).isOne();
        }
    }

    private Topology pairs() {
        KStream<String, String> left = builder.stream("left");
        KStream<String, String> right = builder.stream("right");
        left.outerJoin(right, JOINER, TEN).to("out");
        return builder.build();
    }

    private Topology deduplicated() {
        builder.<String, String>stream("in")
                .deduplicate((key, value) -> value, Duration.ofMillis(10), Deduplicated.as("once"))
                .to("out");
        return builder.build();
    }

    private KTable<String, String> table(String topic) {
        return builder.table(topic, Consumed.with(Serdes.String(), Serdes.String()), Materialized.as(topic));
    }

    private static TopologyTestDriver driver(Topology topology, TopologySettings settings) {
        return TopologyTestDriver.builder(topology).settings(settings).build();
    }

    private static void pipe(TopologyTestDriver driver, String topic, String key, String value, long timestamp) {
        driver.createInputTopic(topic, new StringSerializer(), new StringSerializer())
                .pipeInput(key, value, Instant.ofEpochMilli(timestamp));
    }

    private static void pipe(TopologyTestDriver driver, String topic, int partition, String value, long timestamp) {
        driver.createInputTopic(topic, new StringSerializer(), new StringSerializer())
                .toPartition(partition)
                .pipeInput(String.valueOf(partition), value, Instant.ofEpochMilli(timestamp));
    }

    private static List<String> outputs(TopologyTestDriver driver) {
        return driver
                .createOutputTopic("out", new StringDeserializer(), new StringDeserializer())
                .readRecordsToList()
                .stream()
                .map(record -> "%s=%s@%d"
                        .formatted(
                                record.key(),
                                record.value(),
                                record.timestamp() == null
                                        ? -1
                                        : record.timestamp().toEpochMilli()))
                .toList();
    }
}
