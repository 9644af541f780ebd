package io.millrace.internal.plan;

import static io.millrace.internal.plan.PlannedTopology.byValue;
import static io.millrace.internal.plan.PlannedTopology.stages;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.errors.InvalidTopologyException;
import io.millrace.processor.Processor;
import io.millrace.state.StoreDefinition;
import io.millrace.state.Stores;
import io.millrace.state.TimerState;
import io.millrace.state.ValueState;
import io.millrace.topology.Consumed;
import io.millrace.topology.KStream;
import io.millrace.topology.Named;
import io.millrace.topology.Node;
import io.millrace.topology.Repartitioned;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;

/** Where event time is kept, and how it goes through the stages. */
class TimePlanTest {

    private static final StoreDefinition<TimerState<String>> TIMERS = Stores.timers("timers");

    private final PlannedTopology topology = new PlannedTopology();

    @Test
    void timeIsKeptOnlyWhereTimersAreBehindASource() {
        withTimers(topology.read("timed"));
        topology.read("plain").to("out");

        Plan plan = topology.plan();

        assertThat(stages(plan))
                .containsExactly("timed[timed, timed-timestamps, timed-times, process]", "plain[plain, sink-1]");
        assertThat(plan.stores()).extracting(StorePlan::name).containsExactlyInAnyOrder("timers", "timed-times");
        TimePlan time = new TimePlan(plan);
        assertThat(time.isNeededIn("timed")).isTrue();
        assertThat(time.isNeededIn("plain")).isFalse();
        assertThat(time.isKeptOf("timed")).isTrue();
        assertThat(time.isKeptOf("plain")).isFalse();
    }

    @Test
    void anExtractorAloneNeedsNoState() {
        topology.builder.<String, String>stream(
                        "in", Consumed.<String, String>as("in").withTimestampExtractor((key, value, timestamp) -> 1))
                .to("out");

        Plan plan = topology.plan();

        assertThat(stages(plan)).containsExactly("in[in, in-timestamps, sink-1]");
        assertThat(plan.isTransactional()).isFalse();
    }

    @Test
    void timersBehindAShuffleNeedTheTimeOfItsTopic() {
        withTimers(byValue(topology.read("in"), "by-value").repartition(Repartitioned.as("moved")));

        TimePlan time = new TimePlan(topology.plan());

        assertThat(time.isKeptOf("in")).isFalse();
        assertThat(time.isKeptOf("app-cards-moved-repartition")).isTrue();
    }

    @Test
    void aShuffleAllowsWhatTheSourcesBeforeItAllow() {
        KStream<String, String> disorderly =
                topology.builder.stream("a", Consumed.<String, String>as("a").allowedDisorder(Duration.ofSeconds(5)));
        withTimers(byValue(disorderly.merge(topology.read("b")), "by-value").repartition(Repartitioned.as("moved")));

        assertThat(topology.plan().sources())
                .filteredOn(source -> source.reads("app-cards-moved-repartition"))
                .extracting(Node.Source::time)
                .satisfiesExactly(policy -> assertThat(policy.allowedDisorder()).isEqualTo(Duration.ofSeconds(5)));
    }

    @Test
    void recordsComeByAsManyLanesAsWorkersShareTheirKeys() {
        withTimers(
                topology.read("in").stage("one", 3).filter((key, value) -> true).stage("two", 2));
        Plan plan = topology.plan();
        TimePlan time = new TimePlan(plan);

        assertThat(time.lanes("in", plan.stage("in"))).isEqualTo(1);
        assertThat(time.lanes("in", plan.stage("one"))).isEqualTo(1);
        assertThat(time.lanes("in", plan.stage("two")))
                .as("'one' spreads by partition")
                .isEqualTo(1);
        assertThat(time.lanes("other", plan.stage("two"))).isZero();
    }

    @Test
    void workersThatShareKeysAreAllWaitedFor() {
        StoreDefinition<ValueState<String>> last = Stores.value("last", Serdes.String());
        withTimers(topology.read("in")
                .stage("one", 3)
                .<String>processValues(() -> record -> {}, Named.as("keeping"), last)
                .stage("two", 2));
        Plan plan = topology.plan();

        assertThat(new TimePlan(plan).lanes("in", plan.stage("two"))).isEqualTo(3);
    }

    @Test
    void timersBelongToOneOperator() {
        KStream<String, String> in = topology.read("in");
        in.<String, String>process(() -> nothing(), Named.as("first"), TIMERS);
        in.<String, String>process(() -> nothing(), Named.as("second"), TIMERS);

        assertThat(problems()).singleElement().asString().contains("Timers 'timers' are used by 'first'", "'second'");
    }

    @Test
    void timersHaveNoTimeToLive() {
        topology.read("in").<String, String>process(() -> nothing(), Named.as("p"), TIMERS.withTtl(Duration.ofDays(1)));

        assertThat(problems()).singleElement().asString().contains("have a time to live");
    }

    @Test
    void timersOfAStoreNeedThatStore() {
        StoreDefinition<ValueState<Long>> ends = Stores.value("ends", Serdes.Long());
        topology.read("in").<String, String>process(() -> nothing(), Named.as("p"), Stores.timersOf(ends, end -> end));

        assertThat(problems()).singleElement().asString().contains("are those of store 'ends', which it does not use");
    }

    private List<String> problems() {
        return catchThrowableOfType(InvalidTopologyException.class, topology::plan)
                .problems();
    }

    private static void withTimers(KStream<String, String> stream) {
        stream.<String, String>process(() -> nothing(), Named.as("process"), TIMERS);
    }

    private static Processor<String, String, String, String> nothing() {
        return record -> {};
    }
}
