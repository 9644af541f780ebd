package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.errors.UnreadableGlobalTableException;
import io.millrace.processor.KeyValue;
import io.millrace.processor.Processor;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.Record;
import io.millrace.runtime.TopologySettings;
import io.millrace.runtime.Trigger;
import io.millrace.state.KeyValueStore;
import io.millrace.state.ReadOnlyKeyValueStore;
import io.millrace.state.StoreDefinition;
import io.millrace.state.Stores;
import io.millrace.topology.Consumed;
import io.millrace.topology.GlobalKTable;
import io.millrace.topology.KStream;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.IntegerSerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Payments (card, shop) that look into a global table of merchants (shop, risk). */
class GlobalTableDriverTest {

    private static final int PARTITIONS = 3;

    @Test
    void aRecordIsJoinedWithTheEntryThatItNames() {
        try (TopologyTestDriver driver = driver(joined())) {
            merchants(driver).pipeInput("shop", 7);
            merchants(driver).pipeInput("bar", 9);
            payments(driver).pipeInput("ann", "bar");
            payments(driver).pipeInput("bob", "shop");

            assertThat(out(driver).readKeyValuesToList())
                    .containsExactly(KeyValue.pair("ann", "bar 9"), KeyValue.pair("bob", "shop 7"));
        }
    }

    @Test
    void entriesOfAllPartitionsAreSeenByRecordsOfAnyPartition() {
        try (TopologyTestDriver driver = driver(joined())) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                merchants(driver).toPartition(partition).pipeInput("shop-" + partition, partition);
            }
            for (int partition = 0; partition < PARTITIONS; partition++) {
                for (int shop = 0; shop < PARTITIONS; shop++) {
                    payments(driver).toPartition(partition).pipeInput("ann", "shop-" + shop);
                }
            }

            assertThat(out(driver).readValuesToList())
                    .hasSize(PARTITIONS * PARTITIONS)
                    .containsOnly("shop-0 0", "shop-1 1", "shop-2 2");
        }
    }

    @Test
    void anInnerJoinDropsWhatHasNoMatch() {
        try (TopologyTestDriver driver = driver(joined())) {
            payments(driver).pipeInput("ann", "unknown");
            payments(driver).pipeInput("ann", "");

            assertThat(out(driver).isEmpty()).isTrue();
        }
    }

    @Test
    void aLeftJoinKeepsWhatHasNoMatch() {
        try (TopologyTestDriver driver = driver(leftJoined())) {
            payments(driver).pipeInput("ann", "unknown");
            payments(driver).pipeInput("ann", "");

            assertThat(out(driver).readValuesToList()).containsExactly("unknown null", " null");
        }
    }

    @Test
    void recordsWithoutAValueAreDroppedByBothJoins() {
        for (Topology topology : List.of(joined(), leftJoined())) {
            try (TopologyTestDriver driver = driver(topology)) {
                merchants(driver).pipeInput("shop", 7);
                payments(driver).pipeInput("ann", null);

                assertThat(out(driver).isEmpty()).isTrue();
            }
        }
    }

    @Test
    void recordsWithoutAKeyAreJoined() {
        try (TopologyTestDriver driver = driver(joined())) {
            merchants(driver).pipeInput("shop", 7);
            payments(driver).pipeInput(null, "shop");

            assertThat(out(driver).readValuesToList()).containsExactly("shop 7");
        }
    }

    @Test
    void changesAndRemovalsCountFromThenOn() {
        try (TopologyTestDriver driver = driver(leftJoined())) {
            merchants(driver).pipeInput("shop", 7);
            payments(driver).pipeInput("ann", "shop");
            merchants(driver).pipeInput("shop", 8);
            payments(driver).pipeInput("ann", "shop");
            merchants(driver).pipeInput("shop", null);
            payments(driver).pipeInput("ann", "shop");

            assertThat(out(driver).readValuesToList()).containsExactly("shop 7", "shop 8", "shop null");
        }
    }

    @Test
    void changesOfTheTableGiveNoResults() {
        try (TopologyTestDriver driver = driver(leftJoined())) {
            payments(driver).pipeInput("ann", "shop");
            out(driver).readValuesToList();

            merchants(driver).pipeInput("shop", 7);

            assertThat(out(driver).isEmpty()).isTrue();
        }
    }

    @Test
    void aRestartLoadsTheWholeTableBeforeRecordsFlow() {
        int shops = 6_000;
        try (TopologyTestDriver driver = driver(joined())) {
            merchants(driver)
                    .pipeKeyValueList(IntStream.range(0, shops)
                            .mapToObj(shop -> KeyValue.pair("shop-" + shop, shop))
                            .toList());
            driver.crash();
            payments(driver)
                    .pipeKeyValueList(IntStream.range(0, shops)
                            .mapToObj(shop -> KeyValue.pair("ann", "shop-" + shop))
                            .toList());
            driver.restart();

            assertThat(out(driver).queueSize()).isEqualTo(shops);
        }
    }

    @Test
    void aJobLoadsTheTableFirst() {
        TopologySettings once = TopologySettings.defaults().withTrigger(Trigger.availableNow());
        try (TopologyTestDriver driver = driver(joined())) {
            merchants(driver).pipeInput("shop", 7);
            payments(driver).pipeInput("ann", "shop");
            driver.switchTrigger(once.trigger());

            assertThat(driver.hasFinished()).isTrue();
            assertThat(out(driver).readValuesToList()).containsExactly("shop 7");
        }
    }

    @Test
    void aProcessorLooksIntoTheTableBesideItsStores() {
        TopologyBuilder builder = builder();
        StoreDefinition<KeyValueStore<String, Integer>> seen =
                Stores.keyValue("seen", Serdes.String(), Serdes.Integer());
        GlobalKTable<String, Integer> merchants = table(builder);
        payments(builder)
                .<String, String>process(() -> new RiskSum(merchants.name(), seen), merchants, seen)
                .to("out");
        try (TopologyTestDriver driver = driver(builder.build())) {
            merchants(driver).pipeInput("shop", 7);
            merchants(driver).pipeInput("bar", 9);
            payments(driver).pipeInput("ann", "shop");
            payments(driver).pipeInput("ann", "bar");

            assertThat(out(driver).readValuesToList()).containsExactly("7 of 2", "16 of 2");
        }
    }

    @Test
    void anEntryThatCannotBeReadFailsTheTopology() {
        try (TopologyTestDriver driver = driver(joined())) {
            assertThatThrownBy(
                            () -> driver.createInputTopic("merchants", new StringSerializer(), new StringSerializer())
                                    .pipeInput("shop", "no number"))
                    .isInstanceOf(UnreadableGlobalTableException.class)
                    .hasMessageContaining("offset 0 into global table 'merchants'");
        }
    }

    @SuppressWarnings("NullAway") // a key may be null, but not so that NullAway sees it in a lambda
    private static Topology joined() {
        TopologyBuilder builder = builder();
        payments(builder)
                .join(table(builder), (card, shop) -> shop.isEmpty() ? null : shop, (shop, risk) -> shop + " " + risk)
                .to("out");
        return builder.build();
    }

    @SuppressWarnings("NullAway") // as above
    private static Topology leftJoined() {
        TopologyBuilder builder = builder();
        payments(builder)
                .leftJoin(
                        table(builder), (card, shop) -> shop.isEmpty() ? null : shop, (shop, risk) -> shop + " " + risk)
                .to("out");
        return builder.build();
    }

    private static TopologyBuilder builder() {
        return TopologyBuilder.named("cards").defaultSerdes(Serdes.String(), Serdes.String());
    }

    private static KStream<String, String> payments(TopologyBuilder builder) {
        return builder.stream("payments");
    }

    private static GlobalKTable<String, Integer> table(TopologyBuilder builder) {
        return builder.globalTable("merchants", Consumed.with(Serdes.String(), Serdes.Integer()));
    }

    private static TopologyTestDriver driver(Topology topology) {
        return TopologyTestDriver.builder(topology).partitions(PARTITIONS).build();
    }

    private static TestInputTopic<String, String> payments(TopologyTestDriver driver) {
        return driver.createInputTopic("payments", new StringSerializer(), new StringSerializer());
    }

    private static TestInputTopic<String, Integer> merchants(TopologyTestDriver driver) {
        return driver.createInputTopic("merchants", new StringSerializer(), new IntegerSerializer());
    }

    private static TestOutputTopic<String, String> out(TopologyTestDriver driver) {
        return driver.createOutputTopic("out", new StringDeserializer(), new StringDeserializer());
    }

    /** Adds up the risks of the shops that a card pays at. */
    private static final class RiskSum implements Processor<String, String, String, String> {

        private final String table;
        private final StoreDefinition<KeyValueStore<String, Integer>> store;
        private @Nullable ProcessorContext<String, String> context;
        private @Nullable ReadOnlyKeyValueStore<String, Integer> merchants;
        private @Nullable KeyValueStore<String, Integer> seen;

        RiskSum(String table, StoreDefinition<KeyValueStore<String, Integer>> store) {
            this.table = table;
            this.store = store;
        }

        @Override
        public void init(ProcessorContext<String, String> newContext) {
            context = newContext;
            merchants = newContext.getStateStore(table);
            seen = newContext.getStateStore(store);
        }

        @Override
        public void process(Record<String, String> record) {
            ReadOnlyKeyValueStore<String, Integer> risks = Objects.requireNonNull(merchants);
            KeyValueStore<String, Integer> sums = Objects.requireNonNull(seen);
            int before = Objects.requireNonNullElse(sums.get(record.key()), 0);
            int sum = before + Objects.requireNonNullElse(risks.get(record.value()), 0);
            sums.put(record.key(), sum);
            Objects.requireNonNull(context)
                    .forward(record.withValue("%d of %d".formatted(sum, risks.approximateNumEntries())));
        }
    }
}
