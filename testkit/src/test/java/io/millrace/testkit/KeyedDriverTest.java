package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.processor.FixedKeyProcessor;
import io.millrace.processor.FixedKeyProcessorContext;
import io.millrace.processor.FixedKeyRecord;
import io.millrace.processor.KeyValue;
import io.millrace.runtime.EpochProgress;
import io.millrace.runtime.StateSettings;
import io.millrace.runtime.TopologySettings;
import io.millrace.runtime.Trigger;
import io.millrace.state.KeyValueStore;
import io.millrace.state.ListState;
import io.millrace.state.MapState;
import io.millrace.state.Materialized;
import io.millrace.state.StoreDefinition;
import io.millrace.state.StoreType;
import io.millrace.state.Stores;
import io.millrace.topology.Produced;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KeyedDriverTest {

    @Test
    void eachRecordGivesAnUpdate() {
        try (TopologyTestDriver driver = new TopologyTestDriver(Words.counts())) {
            Words.input(driver)
                    .pipeKeyValueList(
                            List.of(KeyValue.pair("a", "x"), KeyValue.pair("b", "x"), KeyValue.pair("a", "x")));

            assertThat(Words.counts(driver).readKeyValuesToList())
                    .containsExactly(KeyValue.pair("a", 1L), KeyValue.pair("b", 1L), KeyValue.pair("a", 2L));
        }
    }

    @Test
    void aStoreIsReadByItsName() {
        try (TopologyTestDriver driver =
                TopologyTestDriver.builder(Words.counts()).partitions(3).build()) {
            TestStore<String, Long> counts = driver.store("counts");
            Words.input(driver).pipeInput("a", "x");
            Words.input(driver).pipeInput("b", "x");
            Words.input(driver).pipeInput("a", "x");

            assertThat(counts.get("a")).isEqualTo(2);
            assertThat(counts.get("c")).isNull();
            assertThat(counts.entries()).containsOnly(Map.entry("a", 2L), Map.entry("b", 1L));
        }
    }

    @Test
    void aStoreIsReadByPartition() {
        try (TopologyTestDriver driver =
                TopologyTestDriver.builder(Words.counts()).partitions(2).build()) {
            TestInputTopic<String, String> words = Words.input(driver);
            words.toPartition(0).pipeInput("a", "x");
            words.toPartition(1).pipeInput("a", "x");
            words.toPartition(1).pipeInput("a", "x");
            TestStore<String, Long> counts = driver.store("counts");

            assertThat(counts.partition(0).get("a")).isEqualTo(1);
            assertThat(counts.partition(1).entries()).containsOnly(Map.entry("a", 2L));
        }
    }

    @Test
    void aStoreOfSeveralWorkersIsReadAsOne() {
        try (TopologyTestDriver driver = new TopologyTestDriver(Words.parallelCounts())) {
            for (int number = 0; number < 20; number++) {
                Words.input(driver).pipeInput("key" + number, "x");
            }

            assertThat(driver.<String, Long>store("counts").entries())
                    .hasSize(20)
                    .containsEntry("key7", 1L);
        }
    }

    @Test
    void anEntryEndsWhenTheClockSaysSo() {
        try (TopologyTestDriver driver = new TopologyTestDriver(Words.countsOfAMinute())) {
            Words.input(driver).pipeInput("a", "x");
            driver.advanceWallClockTime(Duration.ofSeconds(59));
            assertThat(driver.<String, Long>store("counts").get("a")).isEqualTo(1);

            driver.advanceWallClockTime(Duration.ofSeconds(2));
            Words.input(driver).pipeInput("a", "x");

            assertThat(Words.counts(driver).readValuesToList()).containsExactly(1L, 1L);
        }
    }

    @Test
    void daysPassAtOnce() {
        try (TopologyTestDriver driver = new TopologyTestDriver(Words.counts())) {
            Words.input(driver).pipeInput("a", "x");
            driver.advanceWallClockTime(Duration.ofDays(30));
            Words.input(driver).pipeInput("a", "x");

            assertThat(Words.counts(driver).readValuesToList()).containsExactly(1L, 2L);
            assertThat(driver.lastEpoch())
                    .get()
                    .extracting(EpochProgress::recordsIn)
                    .isEqualTo(1L);
        }
    }

    @Test
    void anEpochIsDurableWhenItHasEnded() {
        try (TopologyTestDriver driver = new TopologyTestDriver(Words.counts())) {
            Words.input(driver).pipeInput("a", "x");
            Words.input(driver).pipeInput("a", "x");

            driver.advanceEpoch();

            assertThat(driver.lastEpoch())
                    .get()
                    .extracting(EpochProgress::recordsIn)
                    .isEqualTo(2L);
        }
    }

    @Test
    void theTriggersIntervalEndsAnEpoch() {
        try (TopologyTestDriver driver = TopologyTestDriver.builder(Words.counts())
                .settings(TopologySettings.defaults().withTrigger(Trigger.realTime(Duration.ofSeconds(10))))
                .build()) {
            Words.input(driver).pipeInput("a", "x");

            driver.advanceWallClockTime(Duration.ofSeconds(10));

            assertThat(driver.lastEpoch())
                    .get()
                    .extracting(EpochProgress::recordsIn)
                    .isEqualTo(1L);
        }
    }

    @Test
    void recordsWaitForAProcessingTimeTrigger() {
        try (TopologyTestDriver driver = TopologyTestDriver.builder(Words.counts())
                .settings(TopologySettings.defaults().withTrigger(Trigger.processingTime(Duration.ofSeconds(10))))
                .build()) {
            Words.input(driver).pipeInput("a", "x");
            assertThat(Words.counts(driver).isEmpty()).isTrue();

            driver.advanceEpoch();

            assertThat(Words.counts(driver).readValuesToList()).containsExactly(1L);
        }
    }

    @Test
    void topicsThatShareStateHaveEachTheirPart() {
        TopologyBuilder builder = Words.builder();
        builder.stream("left", Words.strings())
                .merge(builder.stream("right", Words.strings()))
                .groupByKey()
                .count(Materialized.as("counts"))
                .toStream()
                .to("counts", Produced.with(Serdes.String(), Serdes.Long()));
        try (TopologyTestDriver driver =
                TopologyTestDriver.builder(builder.build()).partitions(2).build()) {
            Words.input(driver, "left").pipeInput("a", "x");
            Words.input(driver, "right").pipeInput("a", "x");

            assertThat(Words.counts(driver).readValuesToList()).containsExactly(1L, 2L);
        }
    }

    @Test
    void aTableKeepsTheNewestValueOfEachKey() {
        TopologyBuilder builder = Words.builder();
        builder.table("words", Words.strings(), Materialized.as("newest"))
                .toStream()
                .to("upper");
        try (TopologyTestDriver driver = new TopologyTestDriver(builder.build())) {
            Words.input(driver).pipeInput("a", "1");
            Words.input(driver).pipeInput("a", "2");
            Words.input(driver).pipeInput("b", "3");
            Words.input(driver).pipeInput("b", (String) null);

            assertThat(driver.<String, String>store("newest").entries()).containsOnly(Map.entry("a", "2"));
        }
    }

    @Test
    void storesOfAllKindsAreRead() {
        try (TopologyTestDriver driver = new TopologyTestDriver(allKinds())) {
            Words.input(driver).pipeInput("a", "x");
            Words.input(driver).pipeInput("a", "y");

            assertThat(driver.<String, List<String>>store("list").get("a")).containsExactly("x", "y");
            assertThat(driver.<String, Map<String, String>>store("map").get("a"))
                    .isEqualTo(Map.of("x", "a", "y", "a"));
            assertThat(driver.<String, String>store("any").entries())
                    .containsOnly(Map.entry("x", "a"), Map.entry("y", "a"));
            assertThat(driver.<String, Map<String, String>>store("map")
                            .partition(1)
                            .isEmpty())
                    .isTrue();
        }
    }

    @Test
    void storesOnDiskAreRead() {
        try (TopologyTestDriver driver = TopologyTestDriver.builder(Words.counts())
                .settings(TopologySettings.defaults()
                        .withState(StateSettings.defaults().withStoreType(StoreType.ROCKS_DB)))
                .build()) {
            Words.input(driver).pipeInput("a", "x");
            driver.crash();
            driver.restart();
            Words.input(driver).pipeInput("b", "x");
            driver.advanceEpoch();
            driver.crash();
            driver.restart();

            assertThat(driver.<String, Long>store("counts").entries())
                    .containsOnly(Map.entry("a", 1L), Map.entry("b", 1L));
        }
    }

    private static Topology allKinds() {
        TopologyBuilder builder = Words.builder();
        builder.stream("words", Words.strings())
                .processValues(Remembering::new, Remembering.LIST, Remembering.MAP, Remembering.ANY)
                .to("upper");
        return builder.build();
    }

    private static final class Remembering implements FixedKeyProcessor<String, String, String> {
        private static final StoreDefinition<ListState<String>> LIST = Stores.list("list", Serdes.String());
        private static final StoreDefinition<MapState<String, String>> MAP =
                Stores.map("map", Serdes.String(), Serdes.String());
        private static final StoreDefinition<KeyValueStore<String, String>> ANY =
                Stores.keyValue("any", Serdes.String(), Serdes.String());

        private @Nullable FixedKeyProcessorContext<String, String> context;

        @Override
        public void init(FixedKeyProcessorContext<String, String> newContext) {
            context = newContext;
        }

        @Override
        public void process(FixedKeyRecord<String, String> record) {
            FixedKeyProcessorContext<String, String> here = Objects.requireNonNull(context);
            here.getStateStore(LIST).add(record.value());
            here.getStateStore(MAP).put(record.value(), record.key());
            here.getStateStore(ANY).put(record.value(), record.key());
        }
    }
}
