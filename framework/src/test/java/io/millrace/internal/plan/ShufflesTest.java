package io.millrace.internal.plan;

import static io.millrace.internal.plan.PlannedTopology.byValue;
import static io.millrace.internal.plan.PlannedTopology.shuffles;
import static io.millrace.internal.plan.PlannedTopology.stages;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.millrace.internal.plan.ShufflePlan.RepartitionTopic;
import io.millrace.runtime.ShuffleMode;
import io.millrace.runtime.TopologySettings;
import io.millrace.state.Materialized;
import io.millrace.topology.Grouped;
import io.millrace.topology.KStream;
import io.millrace.topology.Node;
import io.millrace.topology.Repartitioned;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of shuffles in a plan. */
class ShufflesTest {

    private final PlannedTopology topology = new PlannedTopology();

    @Test
    void aShuffleIsWrittenAndRead() {
        byValue(topology.read("in"), "by-value").groupByKey().count(Materialized.as("counts"));

        Plan plan = topology.plan();

        assertThat(stages(plan))
                .containsExactly(
                        "in[in, by-value, counts-shuffle, counts-shuffle-write]",
                        "counts-shuffle[counts-shuffle-read, counts-shuffle-read-replays, count-counts]");
        assertThat(plan.repartitionTopics())
                .singleElement()
                .satisfies(topic -> assertThat(topic.name()).isEqualTo("app-cards-counts-repartition"))
                .satisfies(topic -> assertThat(topic.inputs()).containsExactly("in"));
        assertThat(plan.isRepartitionTopic("app-cards-counts-repartition")).isTrue();
        assertThat(plan.isUndivided()).isFalse();
        assertThat(shuffles(plan))
                .singleElement()
                .asString()
                .matches("counts-shuffle DURABLE: 'by-value' \\(PlannedTopology.java:\\d+\\) may change the key");
    }

    @Test
    void aNamedGroupingsStageIsBehindTheTopicsReader() {
        byValue(topology.read("in"), "by-value")
                .groupByKey(Grouped.<String, String>as("score").withParallelism(4))
                .count(Materialized.as("counts"));

        Plan plan = topology.plan();

        assertThat(stages(plan))
                .containsExactly(
                        "in[in, by-value, score, score-write]",
                        "score-read[score-read, score-read-replays]",
                        "score[score-stage, count-counts]");
        assertThat(plan.stage("score").routing()).isEqualTo(Routing.BY_KEY);
        assertThat(plan.stage("score").parallelism()).isEqualTo(4);
        assertThat(plan.stage("score").declared()).isTrue();
    }

    @Test
    void theNodeInPlaceOfAShuffleHasItsNameSoThatProcessorsCanForwardToIt() {
        KStream<String, String> processed = topology.read("in").process(() -> record -> {});
        processed.groupByKey(Grouped.as("score")).count();

        assertThat(followersOf("process-1", topology.plan())).containsExactly("score");
        assertThat(followersOf("process-1", topology.local())).containsExactly("score");
    }

    @Test
    void aLocalShuffleBeginsAStageThatTakesRecordsByKey() {
        byValue(topology.read("in"), "by-value")
                .groupByKey(Grouped.<String, String>as("score").withParallelism(4))
                .count(Materialized.as("counts"));

        Plan plan = topology.local();

        assertThat(stages(plan)).containsExactly("in[in, by-value]", "score[score, count-counts]");
        assertThat(plan.stage("score").routing()).isEqualTo(Routing.BY_KEY);
        assertThat(plan.repartitionTopics()).isEmpty();
        assertThat(plan.isUndivided()).isTrue();
        assertThat(shuffles(plan))
                .singleElement()
                .asString()
                .matches("score LOCAL: 'by-value' \\(.*\\) may change the key, and 'shuffle' is 'local'");
    }

    @Test
    void aLocalShuffleWithoutANameHasAStageOfItsOwnThatNobodyDeclared() {
        byValue(topology.read("in"), "by-value").groupByKey().count(Materialized.as("counts"));

        Plan plan = topology.local();

        assertThat(stages(plan)).containsExactly("in[in, by-value]", "counts-shuffle[counts-shuffle, count-counts]");
        assertThat(plan.stage("counts-shuffle").declared()).isFalse();
    }

    @Test
    void stateOfATopologyWithALocalShuffleIsUndivided() {
        KStream<String, String> in = topology.read("in");
        in.groupByKey().count(Materialized.as("before"));
        byValue(in, "by-value").groupByKey().count(Materialized.as("counts"));

        assertThat(topology.local().shardGroups())
                .singleElement()
                .satisfies(group -> assertThat(group.division()).isEqualTo(Division.UNDIVIDED))
                .satisfies(group ->
                        assertThat(group.stores()).extracting(StorePlan::name).containsExactly("before", "counts"));
    }

    @Test
    void stateBehindADurableShuffleIsSplitLikeItsTopic() {
        KStream<String, String> in = topology.read("in");
        in.groupByKey().count(Materialized.as("before"));
        byValue(in, "by-value").groupByKey().count(Materialized.as("counts"));

        Plan plan = topology.plan();

        assertThat(plan.shardGroupOf("in").orElseThrow().stores())
                .extracting(StorePlan::name)
                .containsExactly("before");
        assertThat(plan.shardGroupOf("app-cards-counts-repartition")
                        .orElseThrow()
                        .stores())
                .extracting(StorePlan::name)
                .contains("counts");
        assertThat(plan.shardGroups()).extracting(ShardGroup::division).containsOnly(Division.BY_PARTITION);
    }

    @Test
    void aGroupingByTheKeyOfTheInputIsProvenAway() {
        topology.read("in").groupByKey().count(Materialized.as("counts"));

        for (Plan plan : List.of(topology.plan(), topology.local())) {
            assertThat(stages(plan)).containsExactly("in[in, counts-grouping, count-counts]");
            assertThat(shuffles(plan))
                    .containsExactly(
                            "counts-grouping PROVEN_AWAY: no operator changes the key that records are read with");
            assertThat(plan.isUndivided()).isFalse();
        }
    }

    @Test
    void aGroupingBehindAShuffleIsProvenAway() {
        byValue(topology.read("in"), "by-value")
                .groupByKey(Grouped.as("score"))
                .reduce((before, value) -> value)
                .toStream()
                .groupByKey(Grouped.as("again"))
                .count();

        String reason = "again PROVEN_AWAY: no operator changes the key behind shuffle 'score'";
        assertThat(shuffles(topology.plan())).contains(reason);
        assertThat(shuffles(topology.local())).contains(reason);
    }

    @Test
    void groupingsThatShareAShuffleTakeTheirRecordsWhereItIsRead() {
        KStream<String, String> byValue = byValue(topology.read("in"), "by-value");
        byValue.groupByKey(Grouped.as("first")).count();
        byValue.groupByKey(Grouped.as("second")).count();

        Plan plan = topology.plan();

        assertThat(followersOf("first-read-replays", plan)).containsExactly("first-stage", "second");
        assertThat(plan.repartitionTopics()).hasSize(1);
        assertThat(shuffles(plan)).contains("second PROVEN_AWAY: it shares shuffle 'first'");
    }

    @Test
    void anUnnamedGroupingThatSharesAShuffleStaysInTheStageThatReadsIt() {
        KStream<String, String> byValue = byValue(topology.read("in"), "by-value");
        byValue.groupByKey(Grouped.as("first")).count(Materialized.as("one"));
        byValue.groupByKey().count(Materialized.as("two"));

        assertThat(stages(topology.plan()))
                .contains("first-read[first-read, first-read-replays, two-grouping, count-two]");
    }

    @Test
    void inMemoryEachStageOfASharedShuffleTakesItsRecordsByKey() {
        KStream<String, String> byValue = byValue(topology.read("in"), "by-value");
        byValue.groupByKey(Grouped.as("first")).count();
        byValue.groupByKey(Grouped.as("second")).count();

        Plan plan = topology.local();

        assertThat(followersOf("by-value", plan)).containsExactly("first", "second");
        assertThat(plan.shuffles()).extracting(ShufflePlan::kind).containsOnly(ShufflePlan.Kind.LOCAL);
    }

    @Test
    void aChainOfShufflesIsAChainOfTopics() {
        byValue(topology.read("in"), "by-value")
                .groupByKey(Grouped.as("first"))
                .reduce((before, value) -> value)
                .toStream()
                .groupBy((key, value) -> value, Grouped.as("second"))
                .count();

        assertThat(topology.plan().repartitionTopics())
                .extracting(RepartitionTopic::name, topic -> List.copyOf(topic.inputs()))
                .containsExactly(
                        tuple("app-cards-first-repartition", List.of("in")),
                        tuple("app-cards-second-repartition", List.of("app-cards-first-repartition")));
    }

    @Test
    void repartitionGathersInMemoryEvenWhereTheKeyIsUnchanged() {
        topology.read("in").repartition(Repartitioned.as("wide")).groupByKey().count();

        assertThat(shuffles(topology.local()))
                .contains("wide LOCAL: repartition() asks for it, and 'shuffle' is 'local'");
    }

    @Test
    void theStageBehindARepartitionHasItsName() {
        topology.read("in").repartition(Repartitioned.as("wide")).foreach((key, value) -> {});

        TopologySettings settings = TopologySettings.defaults().withParallelism("wide", 3);
        assertThat(topology.plan(settings).stage("wide").parallelism()).isEqualTo(3);
        assertThat(topology.plan(settings.withShuffle(ShuffleMode.LOCAL))
                        .stage("wide")
                        .parallelism())
                .isEqualTo(3);
    }

    @Test
    void theNumberOfPartitionsIsPlanned() {
        topology.read("in")
                .repartition(Repartitioned.<String, String>as("wide").withNumberOfPartitions(24))
                .foreach((key, value) -> {});

        assertThat(topology.plan().repartitionTopics())
                .singleElement()
                .satisfies(topic -> assertThat(topic.partitions()).hasValue(24));
    }

    @Test
    void repartitionedAndOtherInputsOfAStoreShareItsState() {
        byValue(topology.read("in"), "by-value")
                .repartition(Repartitioned.as("wide"))
                .merge(topology.read("other"))
                .groupByKey()
                .count();

        assertThat(topology.plan().shardGroupOf("other").orElseThrow().topics())
                .containsExactly("app-cards-wide-repartition", "other");
    }

    private static List<String> followersOf(String node, Plan plan) {
        return plan.stages().stream()
                .flatMap(stage -> stage.nodes().stream())
                .filter(follower -> follower.inputs().contains(node))
                .map(Node::name)
                .toList();
    }
}
