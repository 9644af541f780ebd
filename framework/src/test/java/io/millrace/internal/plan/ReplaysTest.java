package io.millrace.internal.plan;

import static io.millrace.internal.plan.PlannedTopology.byValue;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.errors.ErrorHandler;
import io.millrace.errors.ErrorPhase;
import io.millrace.errors.ErrorPolicy;
import io.millrace.errors.RecordError;
import io.millrace.errors.RetryPolicy;
import io.millrace.runtime.Delivery;
import io.millrace.runtime.ErrorSettings;
import io.millrace.runtime.ShuffleMode;
import io.millrace.runtime.TopologySettings;
import io.millrace.state.Materialized;
import io.millrace.state.StoreDefinition;
import io.millrace.state.Stores;
import io.millrace.state.ValueState;
import io.millrace.topology.Async;
import io.millrace.topology.Consumed;
import io.millrace.topology.Grouped;
import io.millrace.topology.KStream;
import io.millrace.topology.Named;
import io.millrace.topology.Produced;
import io.millrace.topology.Repartitioned;
import io.millrace.topology.ShuffleDelivery;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;

/** Where a replay gives the same outputs, and how outputs are sent on account of that. */
class ReplaysTest {

    private final PlannedTopology topology = new PlannedTopology();
    private final Serde<String> strings = Serdes.String();

    @Test
    void withoutStateReplaysRepeat() {
        probe(topology.read("in").filter((key, value) -> true));

        assertThat(obstacle()).isEmpty();
    }

    @Test
    void stateOfOneTopicRepeats() {
        probe(topology.read("in")
                .groupByKey(Grouped.<String, String>as("score").withParallelism(4))
                .reduce((before, value) -> value)
                .toStream());

        assertThat(obstacle()).isEmpty();
    }

    @Test
    void aGlobalTableMayNotRepeat() {
        probe(topology.read("in")
                .join(
                        topology.builder.<String, String>globalTable("merchants", Consumed.as("merchants")),
                        (key, value) -> value,
                        (value, merchant) -> merchant));

        assertThat(obstacle())
                .contains("global table 'merchants' changes on its own, and a replay may find other entries");
    }

    @Test
    void whatTimersGiveRiseToMayNotRepeat() {
        probe(topology.read("in")
                .<String, String>process(() -> record -> {}, Named.as("reminders"), Stores.timers("timers")));

        assertThat(obstacle()).contains("'reminders' gives results when timers fire, and a replay is at another time");
    }

    @Test
    void streamsOfSeveralTopicsRepeatWithoutState() {
        probe(topology.read("a").merge(topology.read("b")));

        assertThat(obstacle()).isEmpty();
    }

    @Test
    void stateOfSeveralTopicsMayNotRepeat() {
        probe(topology.read("a")
                .merge(topology.read("b"))
                .groupByKey()
                .reduce((before, value) -> value, Materialized.as("last"))
                .toStream());

        assertThat(obstacle())
                .contains(
                        "store 'last' takes records of several topics, 'a', 'b', and a replay may mix them otherwise");
    }

    @Test
    void aStoreThatAnotherStreamWritesTooMayNotRepeat() {
        StoreDefinition<ValueState<String>> shared = Stores.value("shared", strings);
        KStream<String, String> a = topology.read("a");
        KStream<String, String> b = topology.read("b");
        a.merge(b).foreach((key, value) -> {});
        b.processValues(() -> record -> {}, shared);
        probe(a.processValues(() -> record -> {}, shared));

        assertThat(obstacle().orElseThrow()).startsWith("store 'shared' takes records of several topics, 'a', 'b'");
    }

    @Test
    void aTopicOnTheWayMakesGoodForWhatIsBeforeIt() {
        probe(topology.read("a")
                .merge(topology.read("b"))
                .groupByKey()
                .reduce((before, value) -> value, Materialized.as("last"))
                .toStream()
                .repartition());

        assertThat(obstacle()).isEmpty();
        assertThat(sink("shuffle-1-write").sending()).isEqualTo(SinkPlan.Sending.WITH_CHECKPOINT);
    }

    @Test
    void entriesThatEndByTheClockMayNotRepeat() {
        probe(topology.read("in")
                .groupByKey()
                .reduce(
                        (before, value) -> value,
                        Materialized.<String, String>as("last").withTtl(Duration.ofHours(1)))
                .toStream());

        assertThat(obstacle()).contains("entries of store 'last' end by the clock, and a replay is later");
    }

    @Test
    void aStoreThatIsNotLoggedMayNotRepeat() {
        probe(topology.read("in")
                .groupByKey()
                .reduce(
                        (before, value) -> value,
                        Materialized.<String, String>as("last").withLoggingDisabled())
                .toStream());

        assertThat(obstacle()).contains("store 'last' is not logged, and a replay begins without it");
    }

    @Test
    void keysThatWereSpreadBeforeMayOvertakeOneAnother() {
        probe(topology.read("in")
                .groupByKey(Grouped.<String, String>as("score").withParallelism(4))
                .reduce((before, value) -> value)
                .toStream()
                .stage("slow"));

        assertThat(obstacle())
                .contains("stage 'score' spreads the keys of a partition over 4 workers, which overtake one another");
        assertThat(obstacle(TopologySettings.defaults().withParallelism("score", 1)))
                .isEmpty();
    }

    @Test
    void partitionsThatWereSpreadBeforeKeepTheirOrder() {
        probe(topology.read("in").stage("one", 4).stage("two", 4));

        assertThat(obstacle()).isEmpty();
    }

    @Test
    void recordsThatComeOnTwoWaysMayOvertakeOneAnother() {
        KStream<String, String> in = topology.read("in");
        probe(in.stage("slow").merge(in, Named.as("both")));

        assertThat(obstacle())
                .contains(
                        "records of 'in' come to stage 'both' on several ways, by 'in', 'slow', and overtake one another");
    }

    @Test
    void twoWaysWithinAStageKeepTheOrder() {
        KStream<String, String> in = topology.read("in");
        probe(in.filter((key, value) -> true).merge(in.mapValues(value -> value)));

        assertThat(obstacle()).isEmpty();
    }

    @Test
    void waysOfDifferentTopicsMayMeet() {
        KStream<String, String> a = topology.read("a").stage("one");
        KStream<String, String> b = topology.read("b").stage("two");
        probe(a.merge(b));

        assertThat(obstacle()).isEmpty();
    }

    @Test
    void aLocalShuffleMayNotRepeat() {
        byValue(topology.read("in"), "by-value")
                .repartition(Repartitioned.as("wide"))
                .to("out", Produced.as("probe"));

        assertThat(obstacle(TopologySettings.defaults().withShuffle(ShuffleMode.LOCAL)))
                .contains("shuffle 'wide' mixes the records of several partitions in memory");
    }

    @Test
    void aShuffleThatRepeatsIsSentAtOnceWithIds() {
        byValue(topology.read("in"), "by-value").groupByKey(Grouped.as("score")).count();

        assertThat(sink("score-write"))
                .isEqualTo(new SinkPlan(
                        "score-write", SinkPlan.Sending.AT_ONCE, true, "a replay gives the same records again"));
    }

    @Test
    void soItIsWhereOutputsAreExactlyOnce() {
        byValue(topology.read("in"), "by-value").groupByKey(Grouped.as("score")).count();

        SinkPlan sink = topology.plan(TopologySettings.defaults().withDelivery(Delivery.EXACTLY_ONCE))
                .sinkPlan("score-write");
        assertThat(sink.sending()).isEqualTo(SinkPlan.Sending.AT_ONCE);
    }

    @Test
    void aShuffleThatMayNotRepeatIsSentWithTheCheckpointWithoutIds() {
        unsoundShuffle(ShuffleDelivery.AUTOMATIC);

        SinkPlan sink = sink("wide-write");
        assertThat(sink.sending()).isEqualTo(SinkPlan.Sending.WITH_CHECKPOINT);
        assertThat(sink.withIds()).isFalse();
        assertThat(sink.reason()).startsWith("store 'last' takes records of several topics");
        assertThat(topology.plan().isTransactional()).isTrue();
    }

    @Test
    void theUserMayTakeAtLeastOnce() {
        unsoundShuffle(ShuffleDelivery.AT_LEAST_ONCE);

        assertThat(sink("wide-write"))
                .isEqualTo(new SinkPlan(
                        "wide-write", SinkPlan.Sending.AT_ONCE, false, "the shuffle asks for at-least-once"));
    }

    @Test
    void outputsAreSentAsTheSettingsSay() {
        topology.read("in").to("out", Produced.as("sink"));

        assertThat(sink("sink"))
                .isEqualTo(new SinkPlan("sink", SinkPlan.Sending.AT_ONCE, false, "'delivery' is 'at-least-once'"));
        assertThat(topology.plan(TopologySettings.defaults().withDelivery(Delivery.EXACTLY_ONCE))
                        .sinkPlan("sink"))
                .isEqualTo(
                        new SinkPlan("sink", SinkPlan.Sending.WITH_CHECKPOINT, false, "'delivery' is 'exactly-once'"));
    }

    @Test
    void outputsHaveIdsOnRequest() {
        topology.read("in").to("out", Produced.<String, String>as("sink").withOutputIds());

        assertThat(sink("sink").withIds()).isTrue();
    }

    private void unsoundShuffle(ShuffleDelivery delivery) {
        topology.read("a")
                .merge(topology.read("b"))
                .groupByKey()
                .reduce((before, value) -> value, Materialized.as("last"))
                .toStream()
                .repartition(Repartitioned.<String, String>as("wide").withDelivery(delivery))
                .foreach((key, value) -> {});
    }

    /** Ends {@code stream} in the sink that is asked about. */
    @Test
    void callsThatAreGivenUpMaySucceedAtAReplay() {
        probe(topology.read("in")
                .mapAsync(
                        (key, value) -> CompletableFuture.completedFuture(value),
                        Async.ordered().deterministic().named("score")));

        assertThat(obstacle()).isEmpty();
        assertThat(obstacle(ErrorSettings.defaults().withPolicy(ErrorPhase.PROCESSING, ErrorPolicy.skip())))
                .contains(
                        "a record whose call of 'score' failed may be given up, and its call may succeed at a replay");
        assertThat(obstacle(ErrorSettings.defaults().withStagePolicy("score", ErrorPolicy.deadLetter())))
                .isPresent();
        assertThat(obstacle(ErrorSettings.defaults().withHandler(new Decided())))
                .isPresent();
        assertThat(obstacle(ErrorSettings.defaults().withPolicy(ErrorPhase.PRODUCTION, ErrorPolicy.skip())))
                .isEmpty();
    }

    @Test
    void whatFailsWithoutACallFailsAgain() {
        probe(topology.read("in").mapValues(value -> value));

        assertThat(obstacle(ErrorSettings.defaults().withPolicy(ErrorPolicy.deadLetter())))
                .isEmpty();
        assertThat(obstacle(ErrorSettings.defaults().withHandler(new Decided())))
                .isEmpty();
        assertThat(obstacle(ErrorSettings.defaults().withHandler(RecordError::policy)))
                .isPresent();
        assertThat(obstacle(ErrorSettings.defaults()
                        .withPolicy(ErrorPolicy.retry(RetryPolicy.of(1)).then(ErrorPolicy.skip()))))
                .isPresent();
    }

    /** Never asks for a retry. */
    private static final class Decided implements ErrorHandler {

        @Override
        public ErrorPolicy handle(RecordError error) {
            return ErrorPolicy.skip();
        }

        @Override
        public boolean mayRetry() {
            return false;
        }
    }

    private static void probe(KStream<String, String> stream) {
        stream.to("out", Produced.with(Serdes.String(), Serdes.String()).withName("probe"));
    }

    private Optional<String> obstacle() {
        return obstacle(TopologySettings.defaults());
    }

    private Optional<String> obstacle(ErrorSettings errors) {
        return obstacle(TopologySettings.defaults(), errors);
    }

    private Optional<String> obstacle(TopologySettings settings) {
        return obstacle(settings, ErrorSettings.defaults());
    }

    private Optional<String> obstacle(TopologySettings settings, ErrorSettings errors) {
        Graph graph = Shuffles.of(topology.builder.build(), PlannedTopology.GROUP, settings.shuffle())
                .graph();
        Plan plan = topology.plan(settings);
        return new Replays(graph, plan.stages(), StoreInputs.of(graph), errors)
                .obstacle(plan.sinks().stream()
                        .filter(sink -> sink.name().equals("probe"))
                        .findFirst()
                        .orElseThrow());
    }

    private SinkPlan sink(String name) {
        return topology.plan().sinkPlan(name);
    }
}
