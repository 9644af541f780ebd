package io.millrace.internal.plan;

import static io.millrace.internal.plan.PlannedTopology.byValue;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.errors.InvalidSettingsException;
import io.millrace.errors.InvalidTopologyException;
import io.millrace.runtime.Delivery;
import io.millrace.runtime.ShuffleMode;
import io.millrace.runtime.StateSettings;
import io.millrace.runtime.TopologySettings;
import io.millrace.runtime.Trigger;
import io.millrace.state.Materialized;
import io.millrace.topology.Consumed;
import io.millrace.topology.Grouped;
import io.millrace.topology.KStream;
import io.millrace.topology.Produced;
import io.millrace.topology.Repartitioned;
import io.millrace.topology.ShuffleDelivery;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What is refused when a topology is planned, and what is told of it. */
class PlanRefusalTest {

    private static final String PLACE = "\\(\\w+.java:\\d+\\)";

    private final PlannedTopology topology = new PlannedTopology();
    private final TopologySettings defaults = TopologySettings.defaults();
    private final TopologySettings local = defaults.withShuffle(ShuffleMode.LOCAL);

    @Test
    void anEpochOfExactlyOnceIsNoLongerThanKafkasTransactions() {
        topology.read("in").to("out");

        assertThat(settingsProblems(defaults.withDelivery(Delivery.EXACTLY_ONCE)
                        .withTrigger(Trigger.realTime(Duration.ofMinutes(20)))))
                .containsExactly(
                        "Topology 'cards' has 'delivery' 'exactly-once' and trigger 'real-time 20m', but Kafka allows an epoch"
                                + " of exactly-once 15 minutes at most: shorten the interval, or deliver at-least-once.");
    }

    @Test
    void anEpochOfExactlyOnceMayBeAsLongAsThat() {
        topology.read("in").to("out");

        assertThat(topology.plan(defaults.withDelivery(Delivery.EXACTLY_ONCE)
                                .withTrigger(Trigger.processingTime(Duration.ofMinutes(15))))
                        .sinks())
                .hasSize(1);
    }

    @Test
    void exactlyOnceWithoutOutputsIsPointlessButNoProblem() {
        topology.read("in").foreach((key, value) -> {});

        assertThat(topology.plan(defaults.withDelivery(Delivery.EXACTLY_ONCE)).isTransactional())
                .isFalse();
    }

    @Test
    void standbyCopiesOfALocalTopologyAreNotAskedFor() {
        byValue(topology.read("in"), "by-value").groupByKey().count();

        assertThat(settingsProblems(local.withState(StateSettings.defaults().withStandby(2))))
                .containsExactly(
                        "Topology 'cards' has 'shuffle' 'local' and 'state.standby' 2: one instance has all partitions then, and"
                                + " every other one keeps a copy of all state without being asked. Leave out 'standby'.");
    }

    @Test
    void standbyCopiesAreFineWhereNothingIsShuffled() {
        topology.read("in").groupByKey().count();

        assertThat(topology.plan(local.withState(StateSettings.defaults().withStandby(2)))
                        .isUndivided())
                .isFalse();
    }

    @Test
    void theReaderOfATopicHasNoParallelismWhereThereIsNoTopic() {
        byValue(topology.read("in"), "by-value").groupByKey(Grouped.as("score")).count();
        TopologySettings settings = defaults.withParallelism("score-read", 2);

        assertThat(topology.plan(settings).stage("score-read").parallelism()).isEqualTo(2);
        assertThat(settingsProblems(settings.withShuffle(ShuffleMode.LOCAL)))
                .containsExactly(
                        "Topology 'cards' has no stage 'score-read', since 'shuffle' is 'local': it reads the topic of shuffle"
                                + " 'score', and there is none. Leave out its setting.");
    }

    @Test
    void aLocalShuffleBehindAPatternIsRefused() {
        byValue(topology.readPattern("some"), "by-value")
                .groupByKey(Grouped.as("score"))
                .count();

        assertThat(settingsProblems(local))
                .singleElement()
                .asString()
                .matches("Topology 'cards' has 'shuffle' 'local', and shuffle 'score' " + PLACE
                        + " is behind source 'some' " + PLACE
                        + ", which reads a pattern: name its topics, or shuffle 'durable'\\.");
    }

    @Test
    void allSettingsThatDoNotFitAreToldAtOnce() {
        byValue(topology.read("in"), "by-value").groupByKey().count();

        assertThat(settingsProblems(local.withState(StateSettings.defaults().withStandby(1))
                        .withDelivery(Delivery.EXACTLY_ONCE)
                        .withTrigger(Trigger.realTime(Duration.ofHours(1)))
                        .withParallelism("other", 2)))
                .hasSize(3);
    }

    @Test
    void aBatchThatWorkersShareIsToldWithTheOtherSettings() {
        topology.read("in")
                .groupByKey(Grouped.<String, String>as("score").withParallelism(3))
                .count()
                .toStream()
                .foreachBatch(batch -> {});

        assertThat(settingsProblems(defaults.withTrigger(Trigger.realTime(Duration.ofHours(1)))
                        .withParallelism("other", 2)))
                .hasSize(3)
                .contains(
                        "Topology 'cards' has foreachBatch 'foreachBatch-2' behind stage 'score', whose 3 workers share each partition"
                                + " by key, so that none has a whole batch: give the stage one worker.");
    }

    @Test
    void aBatchOfOneWorkerIsWhole() {
        topology.read("in")
                .groupByKey(Grouped.<String, String>as("score").withParallelism(3))
                .count()
                .toStream()
                .foreachBatch(batch -> {});

        assertThat(topology.plan(defaults.withTrigger(Trigger.once()).withParallelism("score", 1))
                        .batchSinks())
                .hasSize(1);
    }

    @Test
    void aShuffleWithIdsBehindAPatternIsRefused() {
        byValue(topology.readPattern("some"), "by-value")
                .repartition(Repartitioned.<String, String>as("wide").withNumberOfPartitions(3))
                .foreach((key, value) -> {});

        assertThat(topologyProblems())
                .singleElement()
                .asString()
                .matches("Shuffle 'wide' " + PLACE
                        + " gives its records output ids, which tell by the input topic's id, and is"
                        + " behind source 'some' " + PLACE + ", which reads a pattern: name its topics\\.");
    }

    @Test
    void aShuffleBehindAPatternNeedsANumberOfPartitions() {
        byValue(topology.readPattern("some"), "by-value")
                .groupByKey(Grouped.<String, String>as("score").withShuffleDelivery(ShuffleDelivery.AT_LEAST_ONCE))
                .count();

        assertThat(topologyProblems())
                .singleElement()
                .asString()
                .matches("Shuffle 'score' " + PLACE + " is behind source 'some' " + PLACE
                        + ", which reads a pattern, so that"
                        + " nothing tells how many partitions its topic needs: .*");
    }

    @Test
    void withoutIdsAndWithANumberAShuffleMayBeBehindAPattern() {
        byValue(topology.readPattern("some"), "by-value")
                .repartition(Repartitioned.<String, String>as("wide")
                        .withNumberOfPartitions(3)
                        .withDelivery(ShuffleDelivery.AT_LEAST_ONCE))
                .foreach((key, value) -> {});

        assertThat(topology.plan().repartitionTopics()).hasSize(1);
    }

    @Test
    void outputIdsThatWouldPromiseTooMuchAreRefusedWithTheReason() {
        topology.read("a")
                .merge(topology.read("b"))
                .groupByKey()
                .reduce((before, value) -> value, Materialized.as("last"))
                .toStream()
                .to("out", Produced.<String, String>as("sink").withOutputIds());

        assertThat(topologyProblems())
                .singleElement()
                .asString()
                .matches("Sink 'sink' " + PLACE
                        + " is to write output ids, but a replay may give other outputs: store 'last'"
                        + " takes records of several topics, 'a', 'b', and a replay may mix them otherwise\\. Leave out"
                        + " withOutputIds\\(\\), or end the way with repartition\\(\\) behind that place\\.");
    }

    @Test
    void outputIdsBehindAPatternAreRefused() {
        topology.readPattern("some")
                .to("out", Produced.<String, String>as("sink").withOutputIds());

        assertThat(topologyProblems())
                .singleElement()
                .asString()
                .matches("Sink 'sink' " + PLACE
                        + " gives its records output ids, .*, which reads a pattern: name its topics\\.");
    }

    @Test
    void aTopicOfItsOwnIsNotReadOrWrittenByTheUserToo() {
        byValue(topology.read("in"), "by-value").groupByKey(Grouped.as("score")).count();
        topology.read("app-cards-score-repartition").foreach((key, value) -> {});
        topology.read("x").to("app-cards-score-repartition", Produced.as("writer"));

        assertThat(topologyProblems())
                .singleElement()
                .asString()
                .matches("Topic 'app-cards-score-repartition' is the one of shuffle 'score' " + PLACE
                        + ", and 'app-cards-score-repartition' " + PLACE + ", 'writer' " + PLACE
                        + " uses it too: change a name, or the pattern that matches it\\.");
    }

    @Test
    void aTopicOfItsOwnIsNotMatchedByAPattern() {
        byValue(topology.read("in"), "by-value").groupByKey(Grouped.as("score")).count();
        KStream<String, String> all = topology.builder.stream(Pattern.compile("app-.*"), Consumed.as("all"));
        all.foreach((key, value) -> {});

        assertThat(topologyProblems()).singleElement().asString().contains("and 'all' (");
    }

    @Test
    void namesThatAreTooLongForATopicAreRefused() {
        byValue(topology.read("in"), "by-value")
                .groupByKey(Grouped.as("s".repeat(195)))
                .count();
        String group = "app".repeat(20);

        List<String> problems = catchThrowableOfType(
                        InvalidTopologyException.class, () -> Planner.plan(topology.builder.build(), group, defaults))
                .problems();

        assertThat(problems).anySatisfy(problem -> assertThat(problem)
                .matches("The topic of shuffle 's+' " + PLACE
                        + " would be named '(app)+-s+-repartition', with 268 characters; Kafka takes 249 at most\\. Give"
                        + " it a shorter name\\."));
    }

    @Test
    void aStoreHasNoNameOfOneThatThePlanAdds() {
        byValue(topology.read("in"), "by-value")
                .groupByKey(Grouped.as("score"))
                .count(Materialized.as("score-read-replays"));

        assertThat(topologyProblems())
                .containsExactly(
                        "Store 'score-read-replays' has the name of one that the plan adds: give it another one.");
    }

    @Test
    void repartitionTopicsThatShareStateHaveOneNumber() {
        KStream<String, String> one = byValue(topology.read("a"), "a-by-value")
                .repartition(Repartitioned.<String, String>as("one").withNumberOfPartitions(3));
        KStream<String, String> two = byValue(topology.read("b"), "b-by-value")
                .repartition(Repartitioned.<String, String>as("two").withNumberOfPartitions(4));
        one.merge(two).groupByKey().count();

        assertThat(topologyProblems())
                .containsExactly(
                        "Repartition topics that share state are given different numbers of partitions,"
                                + " 'app-cards-one-repartition' 3 and 'app-cards-two-repartition' 4: give all the same number.");
    }

    private List<String> settingsProblems(TopologySettings settings) {
        return catchThrowableOfType(InvalidSettingsException.class, () -> topology.plan(settings))
                .problems();
    }

    private List<String> topologyProblems() {
        return catchThrowableOfType(InvalidTopologyException.class, topology::plan)
                .problems();
    }
}
