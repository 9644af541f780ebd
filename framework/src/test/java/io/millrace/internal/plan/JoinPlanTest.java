package io.millrace.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.processor.ValueJoiner;
import io.millrace.runtime.ShuffleMode;
import io.millrace.runtime.TopologySettings;
import io.millrace.state.Materialized;
import io.millrace.topology.Consumed;
import io.millrace.topology.Grouped;
import io.millrace.topology.Joined;
import io.millrace.topology.KStream;
import io.millrace.topology.KTable;
import io.millrace.topology.StreamJoined;
import io.millrace.topology.TopologyBuilder;
import io.millrace.window.JoinWindows;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Where joins run, and which stores they use. */
class JoinPlanTest {

    private static final ValueJoiner<@Nullable Object, @Nullable Object, String> JOINER =
            (left, right) -> left + "+" + right;
    private static final JoinWindows WINDOWS = JoinWindows.ofTimeDifferenceWithNoGrace(Duration.ofSeconds(1));

    private final Serde<String> strings = Serdes.String();
    private final TopologyBuilder builder = TopologyBuilder.named("cards").defaultSerdes(strings, strings);

    @Test
    void aTableOfATopicIsSeenThroughItsOwnStore() {
        stream("payments").join(table("customers"), JOINER).to("out");

        assertThat(stores()).containsExactly("customers of [customers, payments]");
        assertThat(plan(ShuffleMode.DURABLE).stages()).hasSize(1);
    }

    @Test
    void aFilteredAndMappedTableIsSeenThroughTheStoreItCameFrom() {
        KTable<String, Integer> lengths =
                table("customers").filter((key, value) -> !value.isEmpty()).mapValues(String::length);
        stream("payments").leftJoin(lengths, JOINER).to("out");

        assertThat(stores()).containsExactly("customers of [customers, payments]");
    }

    @Test
    void aStreamThatIsMovedComesToTheTablesStage() {
        stream("payments")
                .selectKey((key, value) -> value)
                .join(table("customers"), JOINER, Joined.as("enrich"))
                .to("out");

        assertThat(stores())
                .containsExactlyInAnyOrder(
                        "customers of [app-cards-enrich-left-repartition, customers]",
                        "enrich-left-shuffle-read-replays of [app-cards-enrich-left-repartition, customers]");
    }

    @Test
    void aTableOfAnotherStageIsCopied() {
        KTable<String, Long> counts = stream("clicks")
                .groupByKey(Grouped.<String, String>as("count").withParallelism(2))
                .count(Materialized.as("clicks"));
        stream("payments").join(counts, JOINER, Joined.as("enrich")).to("out");

        assertThat(stores())
                .containsExactlyInAnyOrder("clicks of [clicks, payments]", "enrich-right-copy of [clicks, payments]");
        assertThat(plan(ShuffleMode.DURABLE).stage("enrich").routing()).isEqualTo(Routing.BY_KEY);
    }

    @Test
    void aStreamOfTheTablesStageUsesItsStore() {
        KStream<String, String> stage = stream("clicks").stage("work", 3);
        KTable<String, Long> counts = stage.groupByKey().count(Materialized.as("clicks"));
        stage.join(counts, JOINER).to("out");

        assertThat(stores()).containsExactly("clicks of [clicks]");
    }

    @Test
    void tablesShareTheirStoresWithTheirJoin() {
        table("a").outerJoin(table("b"), JOINER).toStream().to("out");

        assertThat(stores()).containsExactlyInAnyOrder("a of [a, b]", "b of [a, b]");
    }

    @Test
    void aResultThatIsStoredIsJoinedThroughItsStore() {
        table("a")
                .join(table("b"), JOINER, Materialized.as("ab"))
                .join(table("c"), JOINER)
                .toStream()
                .to("out");

        assertThat(stores())
                .containsExactlyInAnyOrder("a of [a, b, c]", "b of [a, b, c]", "ab of [a, b, c]", "c of [a, b, c]");
    }

    @Test
    void aResultThatIsNotStoredIsKeptWhereItIsJoined() {
        table("a").join(table("b"), JOINER).join(table("c"), JOINER).toStream().to("out");

        assertThat(stores()).hasSize(4).anyMatch(store -> store.matches("table-\\d+-store of \\[a, b, c]"));
    }

    @Test
    void twoStreamsThatAreMovedHaveTopicsOfEqualSize() {
        KStream<String, String> left = stream("a").selectKey((key, value) -> value);
        KStream<String, String> right = stream("b").selectKey((key, value) -> value);
        left.join(right, JOINER, WINDOWS, StreamJoined.as("pairs")).to("out");

        ShardGroup group = plan(ShuffleMode.DURABLE)
                .shardGroupOf("app-cards-pairs-left-repartition")
                .orElseThrow();
        assertThat(group.topics())
                .containsExactly("app-cards-pairs-left-repartition", "app-cards-pairs-right-repartition");
        assertThat(group.stores())
                .extracting(StorePlan::name)
                .contains("pairs-left", "pairs-left-timers", "pairs-right", "pairs-right-timers");
    }

    @Test
    void inMemoryAStreamAndATableMeetInAStageOfTheirOwn() {
        stream("payments")
                .selectKey((key, value) -> value)
                .join(table("customers"), JOINER, Joined.as("enrich"))
                .to("out");

        Plan plan = plan(ShuffleMode.LOCAL);
        assertThat(plan.stores())
                .extracting(StorePlan::name)
                .containsExactlyInAnyOrder("customers", "enrich-right-copy");
        assertThat(plan.stage("enrich").routing()).isEqualTo(Routing.BY_KEY);
    }

    private List<String> stores() {
        return plan(ShuffleMode.DURABLE).stores().stream()
                .map(store -> store.name() + " of " + ShardGroup.topicsOf(store.group()))
                .toList();
    }

    private Plan plan(ShuffleMode mode) {
        return Planner.plan(
                builder.build(), "app-cards", TopologySettings.defaults().withShuffle(mode));
    }

    private KStream<String, String> stream(String topic) {
        return builder.stream(topic);
    }

    private KTable<String, String> table(String topic) {
        return builder.table(topic, Consumed.with(strings, strings), Materialized.as(topic));
    }
}
