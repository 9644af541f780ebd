package io.millrace.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.errors.InvalidTopologyException;
import io.millrace.errors.RetryPolicy;
import io.millrace.runtime.Delivery;
import io.millrace.runtime.TopologySettings;
import io.millrace.topology.Async;
import io.millrace.topology.KStream;
import io.millrace.topology.Produced;
import io.millrace.topology.Repartitioned;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Where calls to elsewhere are made, and what their answers mean for what is behind. */
class AsyncPlanTest {

    private static final Async SCORE = Async.orderedByKey().named("score");

    private final PlannedTopology topology = new PlannedTopology();

    @Test
    void callsBeginAStageAndWhatFollowsBelongsToIt() {
        scored(SCORE).filter((key, value) -> true).to("out", Produced.<String, String>as("sink"));

        assertThat(PlannedTopology.stages(topology.plan())).containsExactly("in[in]", "score[score, filter-1, sink]");
        assertThat(topology.plan().stage("score").parallelism()).isEqualTo(1);
    }

    @Test
    void theirStageHasAsManyWorkersAsTheTopologyOrTheSettingsSay() {
        scored(SCORE.parallelism(2)).to("out");

        assertThat(topology.plan().stage("score").parallelism()).isEqualTo(2);
        assertThat(topology.plan(TopologySettings.defaults().withParallelism("score", 3))
                        .stage("score")
                        .parallelism())
                .isEqualTo(3);
    }

    @Test
    void theyAreDescribed() {
        scored(SCORE.capacity(64)
                        .timeout(Duration.ofMillis(200))
                        .retry(RetryPolicy.of(2))
                        .parallelism(2))
                .to("out");

        assertThat(topology.builder.build().describe())
                .contains(
                        "score (mapAsync, in order by key, capacity 64, timeout 200 ms, retries 2, parallelism 2) <- in");
    }

    @Test
    void outputsBehindThemLeaveWithTheCheckpointWhereIdsWouldBeNeeded() {
        scored(SCORE).repartition(Repartitioned.as("wide")).to("out");

        SinkPlan shuffle = topology.plan().sinkPlan("wide-write");
        assertThat(shuffle.sending()).isEqualTo(SinkPlan.Sending.WITH_CHECKPOINT);
        assertThat(shuffle.reason()).isEqualTo("the calls of 'score' may have other answers at a replay");
    }

    @Test
    void answersThatRepeatInOrderKeepTheIds() {
        scored(Async.ordered().named("score").deterministic())
                .repartition(Repartitioned.as("wide"))
                .to("out");

        assertThat(topology.plan().sinkPlan("wide-write").withIds()).isTrue();
    }

    @Test
    void answersThatRepeatInAnotherOrderDoNot() {
        scored(SCORE.deterministic()).repartition(Repartitioned.as("wide")).to("out");

        assertThat(topology.plan().sinkPlan("wide-write").reason())
                .isEqualTo("records overtake one another at the calls of 'score'");
    }

    @Test
    void aFallbackMayStandInAtOneTimeAndNotAtAnother() {
        topology.read("in")
                .mapAsync(
                        (key, value) -> CompletableFuture.completedFuture(value),
                        Async.ordered().named("score").deterministic(),
                        (key, value, failure) -> value)
                .repartition(Repartitioned.as("wide"))
                .to("out");

        assertThat(topology.plan().sinkPlan("wide-write").reason())
                .isEqualTo("a call of 'score' that failed may have an answer at a replay");
    }

    @Test
    void withoutStateAndWithOutputsAtOnceItMakesNoDifferenceInWhichEpochARecordComes() {
        scored(SCORE).mapValues(value -> value).stage("later").to("out");

        assertThat(indifferent(topology.plan())).isTrue();
    }

    @Test
    void stateInTheStageOrBehindItMakesADifference() {
        scored(SCORE)
                .stage("later")
                .groupByKey()
                .reduce((before, value) -> value)
                .toStream()
                .to("out");

        assertThat(indifferent(topology.plan())).isFalse();
    }

    @Test
    void outputsThatLeaveWithTheCheckpointMakeADifference() {
        scored(SCORE).to("out");

        assertThat(indifferent(topology.plan(TopologySettings.defaults().withDelivery(Delivery.EXACTLY_ONCE))))
                .isFalse();
    }

    @Test
    void aProcessorForEachPartitionMakesADifference() {
        scored(SCORE).mapPartitions(partition -> record -> {}).to("out");

        assertThat(indifferent(topology.plan())).isFalse();
    }

    @Test
    void aBatchThatIsLargerThanTheCapacityIsRefused() {
        topology.read("in")
                .mapAsyncBatch(
                        records -> CompletableFuture.completedFuture(List.of("")),
                        SCORE.capacity(10).batch(20, Duration.ZERO));

        assertThatThrownBy(topology.builder::build)
                .isInstanceOf(InvalidTopologyException.class)
                .hasMessageContaining("Batches of 'score' have 20 records, and its capacity is 10")
                .hasMessageContaining("AsyncPlanTest.java");
    }

    @Test
    void aStageWithoutWorkersIsRefused() {
        scored(SCORE.parallelism(0)).to("out");

        assertThatThrownBy(topology.builder::build).hasMessageContaining("Stage 'score' has parallelism 0");
    }

    @Test
    void optionsThatMakeNoSenseAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SCORE.capacity(0))
                .withMessage("capacity is 0: give at least 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SCORE.timeout(Duration.ZERO))
                .withMessage("timeout is PT0S: give more than zero");
        assertThatIllegalArgumentException().isThrownBy(() -> SCORE.batch(0, Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> SCORE.batch(1, Duration.ofMillis(-1)));
    }

    private KStream<String, String> scored(Async async) {
        return topology.read("in").mapAsync((key, value) -> CompletableFuture.completedFuture(value), async);
    }

    private static boolean indifferent(Plan plan) {
        return new AsyncPlan(plan).isIndifferentToEpochs(plan.stage("score"));
    }
}
