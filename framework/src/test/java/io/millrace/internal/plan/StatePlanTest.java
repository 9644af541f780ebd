package io.millrace.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.errors.InvalidTopologyException;
import io.millrace.runtime.ShuffleMode;
import io.millrace.runtime.TopologySettings;
import io.millrace.state.Materialized;
import io.millrace.state.StoreDefinition;
import io.millrace.state.Stores;
import io.millrace.state.ValueState;
import io.millrace.topology.Grouped;
import io.millrace.topology.KStream;
import io.millrace.topology.TopologyBuilder;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;

/** How stores are laid over stages and inputs. */
class StatePlanTest {

    private final Serde<String> strings = Serdes.String();
    private final TopologyBuilder builder = TopologyBuilder.named("cards").defaultSerdes(strings, strings);
    private final StoreDefinition<ValueState<String>> first = Stores.value("first", strings);
    private final StoreDefinition<ValueState<String>> second = Stores.value("second", strings);

    @Test
    void aTopicWithoutStoresSharesNothing() {
        read("in").foreach((key, value) -> {});

        assertThat(plan().shardGroups()).isEmpty();
        assertThat(plan().shardGroupOf("in")).isEmpty();
    }

    @Test
    void topicsOfOneStoreShareTheirState() {
        use(read("a").merge(read("b")), first);
        use(read("c"), second);

        assertThat(plan().shardGroups())
                .extracting(group -> group.topics() + " "
                        + group.stores().stream().map(StorePlan::name).toList())
                .containsExactly("[a, b] [first]", "[c] [second]");
    }

    @Test
    void topicsShareTheirStateByWayOfAThirdToo() {
        KStream<String, String> b = read("b");
        use(read("a").merge(b), first);
        use(b.merge(read("c")), second);

        assertThat(plan().shardGroups())
                .singleElement()
                .satisfies(group -> assertThat(group.topics()).containsExactly("a", "b", "c"))
                .satisfies(group -> assertThat(group.stores()).hasSize(2));
    }

    @Test
    void theTopicsOfACogroupShareTheirState() {
        read("a")
                .groupByKey()
                .<String>cogroup((key, value, all) -> all + value)
                .cogroup(read("b").groupByKey(), (key, value, all) -> all + value)
                .aggregate(() -> "", Materialized.as("all"));

        assertThat(plan().shardGroupOf("b").orElseThrow().topics()).containsExactly("a", "b");
        assertThat(plan().stages()).hasSize(1);
    }

    @Test
    void behindALocalShuffleAllTopicsShareOneState() {
        read("a").groupBy((key, value) -> value).count(Materialized.as("by-value"));
        use(read("b"), second);
        read("c").foreach((key, value) -> {});

        assertThat(planLocal().shardGroups()).singleElement().satisfies(group -> {
            assertThat(group.topics()).containsExactly("a", "b", "c");
            assertThat(group.stores()).extracting(StorePlan::name).containsExactlyInAnyOrder("by-value", "second");
            assertThat(group.division()).isEqualTo(Division.UNDIVIDED);
        });
    }

    @Test
    void whereNoShuffleIsNeededStateIsDividedThoughShufflesAreLocal() {
        use(read("a"), first);
        use(read("b"), second);

        assertThat(planLocal().shardGroups()).hasSize(2).allSatisfy(group -> assertThat(group.division())
                .isEqualTo(Division.BY_PARTITION));
    }

    @Test
    void aLocalShuffleBeginsAStageThatTakesItsRecordsByKey() {
        read("a").groupBy((key, value) -> value).count(Materialized.as("by-value"));

        assertThat(planLocal().stages()).hasSize(2);
        assertThat(planLocal().stages().get(1).routing()).isEqualTo(Routing.BY_KEY);
    }

    @Test
    void aStoreIsUsedInOneStage() {
        KStream<String, String> in = read("in");
        use(in.stage("one"), first);
        use(in.stage("two"), first);

        assertThat(catchThrowableOfType(InvalidTopologyException.class, this::plan)
                        .problems())
                .containsExactly(
                        "Store 'first' is used in two stages, 'one' and 'two': use it in one, since each stage has"
                                + " its own threads.");
    }

    @Test
    void aGroupingsStageTakesItsRecordsByKey() {
        read("in")
                .groupByKey(Grouped.<String, String>as("score").withParallelism(2))
                .count();

        assertThat(plan().stage("score").routing()).isEqualTo(Routing.BY_KEY);
        assertThat(plan().stage("score").parallelism()).isEqualTo(2);
        assertThat(plan().stage("in").routing()).isEqualTo(Routing.BY_PARTITION);
    }

    @Test
    void settingsSetTheParallelismOfAGrouping() {
        read("in").groupByKey(Grouped.as("score")).count();

        assertThat(Planner.plan(
                                builder.build(),
                                "group",
                                TopologySettings.defaults().withParallelism("score", 4))
                        .stage("score")
                        .parallelism())
                .isEqualTo(4);
    }

    @Test
    void aStageWithoutStoresTakesItsRecordsByPartition() {
        read("in").stage("look", 2).foreach((key, value) -> {});

        assertThat(plan().stage("look").routing()).isEqualTo(Routing.BY_PARTITION);
    }

    @Test
    void aKeyValueStoreTakesItsStagesRecordsByPartition() {
        KStream<String, String> score = read("in").stage("score", 2);
        score.groupByKey().count();
        use(score, Stores.keyValue("any", strings, strings));

        assertThat(plan().stage("score").routing()).isEqualTo(Routing.BY_PARTITION);
    }

    @Test
    void aSourcesStageTakesItsRecordsByPartition() {
        read("in").groupByKey().count();

        assertThat(plan().stage("in").routing()).isEqualTo(Routing.BY_PARTITION);
    }

    private KStream<String, String> read(String topic) {
        return builder.stream(topic);
    }

    private static void use(KStream<String, String> stream, StoreDefinition<?> store) {
        stream.process(() -> record -> {}, store);
    }

    private Plan planLocal() {
        return Planner.plan(
                builder.build(), "group", TopologySettings.defaults().withShuffle(ShuffleMode.LOCAL));
    }

    private Plan plan() {
        return Planner.plan(builder.build(), "group", TopologySettings.defaults());
    }
}
