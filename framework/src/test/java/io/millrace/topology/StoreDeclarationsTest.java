package io.millrace.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.errors.InvalidTopologyException;
import io.millrace.processor.Processor;
import io.millrace.state.Materialized;
import io.millrace.state.StoreDefinition;
import io.millrace.state.StoreType;
import io.millrace.state.Stores;
import io.millrace.state.ValueState;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which stores a topology has, and what is wrong with those it can't have. */
class StoreDeclarationsTest {

    private static final String PLACE = "StoreDeclarationsTest.java:\\d+";

    private final Serde<String> keys = Serdes.String();
    private final Serde<String> values = Serdes.String();
    private final TopologyBuilder builder = TopologyBuilder.named("cards");

    @Test
    void anAggregationStoresUnderTheNameItIsGiven() {
        read().groupByKey().count(Materialized.as("counts"));

        assertThat(store().name()).isEqualTo("counts");
        assertThat(builder.build().nodes().get(2).name()).isEqualTo("count-counts");
    }

    @Test
    void aStoreWithoutANameIsNamedAfterItsNode() {
        read().peek((key, value) -> {}).groupByKey().count();

        assertThat(store().name()).isEqualTo("count-2-store");
    }

    @Test
    void aCountIsStoredAsALong() {
        read().groupByKey().count();

        assertThat(store().valueSerde()).isInstanceOf(Serdes.LongSerde.class);
        assertThat(store().keySerde()).isSameAs(keys);
    }

    @Test
    void aReductionIsStoredWithTheSerdesOfItsStream() {
        read().groupByKey().reduce((before, value) -> value);

        assertThat(store().valueSerde()).isSameAs(values);
    }

    @Test
    void whatAGroupingSaysGoesBeforeWhatItsStreamWasReadWith() {
        Serde<String> otherKeys = new Serdes.StringSerde();
        Serde<String> otherValues = new Serdes.StringSerde();
        read().groupByKey(Grouped.with(otherKeys, otherValues)).reduce((before, value) -> value);

        assertThat(store().keySerde()).isSameAs(otherKeys);
        assertThat(store().valueSerde()).isSameAs(otherValues);
    }

    @Test
    void whatMaterializedSaysGoesBeforeAllElse() {
        Serde<String> otherKeys = new Serdes.StringSerde();
        Serde<String> otherValues = new Serdes.StringSerde();
        read().groupByKey(Grouped.with(keys, values))
                .reduce((before, value) -> value, Materialized.with(otherKeys, otherValues));

        assertThat(store().keySerde()).isSameAs(otherKeys);
        assertThat(store().valueSerde()).isSameAs(otherValues);
    }

    @Test
    void aStoreIsKeptAsMaterializedSays() {
        read().groupByKey()
                .count(Materialized.<String, Long>as("counts")
                        .withStoreType(StoreType.ROCKS_DB)
                        .withTtl(Duration.ofHours(1))
                        .withLoggingDisabled());

        assertThat(store().type()).contains(StoreType.ROCKS_DB);
        assertThat(store().ttl()).contains(Duration.ofHours(1));
        assertThat(store().logged()).isFalse();
    }

    @Test
    void anAggregateFallsBackOnTheDefaultSerde() {
        Serde<String> standard = new Serdes.StringSerde();
        builder.defaultSerdes(standard, standard);
        read().groupByKey().aggregate(() -> "", (key, value, all) -> all + value);

        assertThat(store().valueSerde()).isSameAs(standard);
    }

    @Test
    void anAggregateWithoutAValueSerdeIsTold() {
        read().groupByKey().aggregate(() -> 0, (key, value, sum) -> sum + 1, Materialized.as("sums"));

        assertThat(problems())
                .singleElement()
                .asString()
                .matches("Store 'sums' of 'aggregate-sums' \\(" + PLACE + "\\) has no value serde: pass one with"
                        + " Materialized.with, or set TopologyBuilder.defaultSerdes before\\.");
    }

    @Test
    void aGroupingWithoutAKeySerdeIsTold() {
        KStream<String, String> merged =
                read().merge(builder.stream("other", Consumed.with(Serdes.String(), Serdes.String())));
        merged.groupByKey().count(Materialized.as("counts"));

        assertThat(problems())
                .singleElement()
                .asString()
                .matches("Store 'counts' of 'count-counts' \\(" + PLACE + "\\) has no key serde: pass one with"
                        + " Grouped.with or Materialized.with, or set TopologyBuilder.defaultSerdes before\\.");
    }

    @Test
    void aProcessorsStoreTakesTheKeySerdeOfItsStream() {
        read().process(StoreDeclarationsTest::nothing, Stores.value("last", values));

        assertThat(store().keySerde()).isSameAs(keys);
    }

    @Test
    void aProcessorsStoreKeepsTheKeySerdeThatItHas() {
        Serde<String> other = new Serdes.StringSerde();
        read().process(
                        StoreDeclarationsTest::nothing,
                        Stores.value("last", values).withKeySerde(other));

        assertThat(store().keySerde()).isSameAs(other);
    }

    @Test
    void aProcessorsStoreWithoutAKeySerdeIsTold() {
        KStream<String, String> merged =
                read().merge(builder.stream("other", Consumed.with(Serdes.String(), Serdes.String())));
        merged.process(StoreDeclarationsTest::nothing, Stores.value("last", values));

        assertThat(problems())
                .singleElement()
                .asString()
                .matches(
                        "Store 'last' of 'process-2' \\(" + PLACE + "\\) has no key serde: set one with withKeySerde on"
                                + " its definition, or set TopologyBuilder.defaultSerdes before\\.");
    }

    @Test
    void processorsThatPassTheSameDefinitionShareTheStore() {
        StoreDefinition<ValueState<String>> last = Stores.value("last", values);
        read().process(StoreDeclarationsTest::nothing, last);
        builder.stream("other", Consumed.with(Serdes.String(), values)).processValues(() -> record -> {}, last);

        assertThat(builder.build().stores()).hasSize(1);
    }

    @Test
    void aStoreThatIsPassedTwiceIsThereOnce() {
        StoreDefinition<ValueState<String>> last = Stores.value("last", values);
        read().process(StoreDeclarationsTest::nothing, last, last);

        assertThat(((Node.Operator) builder.build().nodes().get(1)).stores()).hasSize(1);
    }

    @Test
    void differentStoresOfOneNameAreToldWithTheirLines() {
        read().process(StoreDeclarationsTest::nothing, Stores.value("last", values));
        read("other").process(StoreDeclarationsTest::nothing, Stores.list("last", values));

        assertThat(problems())
                .singleElement()
                .asString()
                .matches(
                        "Two stores are named 'last', of 'process-1' \\(" + PLACE + "\\) and of 'process-2' \\(" + PLACE
                                + "\\): give one of them another name, or, if they are meant to be one, pass the same definition"
                                + " to both process\\(\\.\\.\\.\\)\\.");
    }

    @Test
    void tablesNeverShareAStore() {
        Materialized<String, Long> counts = Materialized.as("counts");
        KGroupedStream<String, String> grouped = read().groupByKey();
        grouped.count(counts.withValueSerde(Serdes.Long()));
        grouped.aggregate(() -> 0L, (key, value, sum) -> sum, counts.withValueSerde(Serdes.Long()));

        assertThat(problems()).singleElement().asString().startsWith("Two stores are named 'counts', of ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a/b"})
    void aStoresNameIsLegal(String name) {
        read().process(StoreDeclarationsTest::nothing, Stores.value(name, values));

        assertThat(problems())
                .singleElement()
                .asString()
                .contains("The name of a store of 'process-1'")
                .contains("is '" + name + "': use 1 to 200 letters");
    }

    @Test
    void anIllegalNameOfATablesStoreIsToldOnce() {
        read().groupByKey().count(Materialized.as("a b"));

        assertThat(problems()).singleElement().asString().contains("The name of a store of 'count-1'");
    }

    @Test
    void theNameOfATablesStoreMayBeLong() {
        read().groupByKey().count(Materialized.as("n".repeat(200)));

        assertThat(store().name()).hasSize(200);
    }

    @Test
    void aStoreBehindAPatternIsTold() {
        builder.defaultSerdes(keys, values);
        KStream<String, String> some = builder.stream(
                Pattern.compile("in-.*"), Consumed.with(keys, values).withName("some"));
        some.merge(read()).groupByKey().count(Materialized.as("counts"));

        assertThat(problems())
                .singleElement()
                .asString()
                .matches("Store 'counts' is behind source 'some' \\(" + PLACE
                        + "\\), which reads a pattern: name its topics,"
                        + " since a store is split like the partitions of its input\\.");
    }

    @Test
    void aTopologyTellsItsStoresInOrder() {
        KStream<String, String> in = read();
        in.groupByKey().count(Materialized.as("counts"));
        in.process(StoreDeclarationsTest::nothing, Stores.list("list", values), Stores.map("map", keys, values));

        assertThat(builder.build().stores()).extracting(StoreDefinition::name).containsExactly("counts", "list", "map");
    }

    @Test
    void describeShowsTheStoresOfANode() {
        KStream<String, String> in = read();
        in.groupByKey(Grouped.as("score")).count(Materialized.as("counts"));
        in.process(
                StoreDeclarationsTest::nothing,
                Named.as("look"),
                Stores.list("list", values),
                Stores.map("map", keys, values));

        assertThat(builder.build().describe()).isEqualTo("""
                        Topology 'cards'
                          in (source in)
                          score (group by key, parallelism 1) <- in
                          count-counts (count, store counts) <- score
                          look (process, stores list, map) <- in
                        """);
    }

    private static Processor<String, String, String, String> nothing() {
        return record -> {};
    }

    private KStream<String, String> read() {
        return read("in");
    }

    private KStream<String, String> read(String topic) {
        return builder.stream(topic, Consumed.with(keys, values));
    }

    private StoreDefinition<?> store() {
        return builder.build().stores().get(0);
    }

    private List<String> problems() {
        return catchThrowableOfType(InvalidTopologyException.class, builder::build)
                .problems();
    }
}
