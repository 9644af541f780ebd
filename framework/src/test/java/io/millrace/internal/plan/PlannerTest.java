package io.millrace.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.errors.InvalidSettingsException;
import io.millrace.runtime.TopologySettings;
import io.millrace.topology.Consumed;
import io.millrace.topology.KStream;
import io.millrace.topology.Named;
import io.millrace.topology.Node;
import io.millrace.topology.Produced;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PlannerTest {

    @Test
    void whatFollowsASourceRunsInItsStage() {
        Plan plan = plan(builder -> read(builder, "in")
                .filter((key, value) -> true, Named.as("filter"))
                .to("out", sink("sink")));

        assertThat(stages(plan)).containsExactly("in[in, filter, sink]");
    }

    @Test
    void aBoundaryBeginsAStage() {
        Plan plan = plan(builder -> read(builder, "in")
                .stage("score", 4)
                .filter((key, value) -> true, Named.as("filter"))
                .to("out", sink("sink")));

        assertThat(stages(plan)).containsExactly("in[in]", "score[score, filter, sink]");
        assertThat(plan.stageOf("score").parallelism()).isEqualTo(4);
        assertThat(plan.stageOf("score").declared()).isTrue();
        assertThat(plan.stageOf("in").declared()).isFalse();
    }

    @Test
    void independentSourcesHaveStagesOfTheirOwn() {
        Plan plan = plan(builder -> {
            read(builder, "a").to("out", sink("sink-a"));
            read(builder, "b").to("out", sink("sink-b"));
        });

        assertThat(stages(plan)).containsExactly("a[a, sink-a]", "b[b, sink-b]");
    }

    @Test
    void aMergeOfSourcesMakesOneStageOfTheirs() {
        Plan plan = plan(builder -> {
            KStream<String, String> a = read(builder, "a");
            KStream<String, String> b = read(builder, "b");
            b.foreach((key, value) -> {}, Named.as("look"));
            a.merge(b, Named.as("merge")).to("out", sink("sink"));
        });

        assertThat(stages(plan)).containsExactly("a[a, b, look, merge, sink]");
    }

    @Test
    void aChainOfMergesOfSourcesMakesOneStage() {
        Plan plan = plan(builder -> {
            KStream<String, String> ab = read(builder, "a").merge(read(builder, "b"), Named.as("ab"));
            KStream<String, String> cd = read(builder, "c").merge(read(builder, "d"), Named.as("cd"));
            ab.merge(cd, Named.as("all")).to("out", sink("sink"));
        });

        assertThat(plan.stages()).hasSize(1);
    }

    @Test
    void aMergeAcrossStagesBeginsANewStage() {
        Plan plan = plan(builder -> {
            KStream<String, String> in = read(builder, "in");
            in.stage("slow", 2).merge(in, Named.as("merge")).to("out", sink("sink"));
        });

        assertThat(stages(plan)).containsExactly("in[in]", "slow[slow]", "merge[merge, sink]");
        assertThat(plan.fedBy(plan.stageOf("in"))).extracting(StagePlan::name).containsExactly("slow", "merge");
    }

    @Test
    void aMergeWithinAStageStaysInIt() {
        Plan plan = plan(builder -> {
            KStream<String, String> in = read(builder, "in").stage("score", 3);
            in.filter((key, value) -> true, Named.as("left"))
                    .merge(in.filter((key, value) -> true, Named.as("right")), Named.as("merge"))
                    .to("out", sink("sink"));
        });

        assertThat(stages(plan)).containsExactly("in[in]", "score[score, left, right, merge, sink]");
    }

    @Test
    void settingsGoBeforeTheTopologysParallelism() {
        Plan plan = Planner.plan(
                topology(builder -> read(builder, "in").stage("score", 4).to("out")),
                "group",
                TopologySettings.defaults().withParallelism("score", 7));

        assertThat(plan.stageOf("score").parallelism()).isEqualTo(7);
    }

    @Test
    void aSourcesStageMayHaveSeveralWorkersToo() {
        Plan plan = Planner.plan(
                topology(builder -> read(builder, "in").to("out")),
                "group",
                TopologySettings.defaults().withParallelism("in", 2));

        assertThat(plan.stageOf("in").parallelism()).isEqualTo(2);
    }

    @Test
    void anUnknownStageIsRefusedWithTheNearestName() {
        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(() -> Planner.plan(
                        topology(
                                builder -> read(builder, "in").stage("score", 4).to("out")),
                        "group",
                        TopologySettings.defaults().withParallelism("scroe", 7)))
                .withMessageContaining(
                        "Topology 'cards' has no stage 'scroe'. Did you mean 'score'? Known: 'in', 'score'.");
    }

    @Test
    void aParallelismBelowOneIsRefused() {
        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(() -> Planner.plan(
                        topology(
                                builder -> read(builder, "in").stage("score", 4).to("out")),
                        "group",
                        TopologySettings.defaults().withParallelism("score", 0)))
                .withMessageContaining("Stage 'score' of topology 'cards' has parallelism 0; give it at least 1.");
    }

    @Test
    void allProblemsAreToldAtOnce() {
        InvalidSettingsException refusal = catchThrowableOfType(
                InvalidSettingsException.class,
                () -> Planner.plan(
                        topology(
                                builder -> read(builder, "in").stage("score", 4).to("out")),
                        "group",
                        TopologySettings.defaults().withParallelism("score", 0).withParallelism("other", 1)));

        assertThat(refusal.problems()).hasSize(2);
    }

    @Test
    void eachWorkerNeedsASlotAndTheSourceOneMore() {
        Plan plan = plan(builder -> read(builder, "in").stage("score", 4).to("out"));

        assertThat(plan.workers()).isEqualTo(5);
        assertThat(plan.slots()).isEqualTo(6);
        assertThat(plan.slotBreakdown()).isEqualTo("source 1 + in 1 + score 4");
    }

    @Test
    void aPlanKnowsItsEnds() {
        Plan plan = plan(builder -> read(builder, "in").stage("score", 4).to("out", sink("sink")));

        assertThat(plan.sources()).extracting(Node::name).containsExactly("in");
        assertThat(plan.sinks()).extracting(Node::name).containsExactly("sink");
        assertThat(plan.fedBySource()).extracting(StagePlan::name).containsExactly("in");
    }

    @Test
    void aNodeThatIsNotThereHasNoStage() {
        Plan plan = plan(builder -> read(builder, "in").to("out"));

        assertThat(catchThrowable(() -> plan.stageOf("x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("No stage runs a node 'x'");
    }

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyPlanIsSound(long seed) {
        Topology topology = randomTopology(new Random(seed));

        Plan plan = Planner.plan(topology, "group", TopologySettings.defaults());

        assertThat(plan.stages().stream().flatMap(stage -> stage.nodes().stream()))
                .as("each node is in exactly one stage")
                .containsExactlyInAnyOrderElementsOf(topology.nodes());
        assertThat(plan.stages()).extracting(StagePlan::name).doesNotHaveDuplicates();
        assertStagesComeAfterThoseThatFeedThem(plan);
        assertNodesComeAfterTheirInputs(plan);
        assertThat(Planner.plan(topology, "group", TopologySettings.defaults()))
                .as("a pure function")
                .isEqualTo(plan);
    }

    private static void assertStagesComeAfterThoseThatFeedThem(Plan plan) {
        for (StagePlan stage : plan.stages()) {
            Set<StagePlan> inputs = new HashSet<>();
            stage.nodes().forEach(node -> node.inputs().forEach(input -> inputs.add(plan.stageOf(input))));
            inputs.remove(stage);
            for (StagePlan input : inputs) {
                assertThat(plan.fedBy(input)).as("an exchange for each edge").contains(stage);
                assertThat(plan.stages().indexOf(input))
                        .isLessThan(plan.stages().indexOf(stage));
            }
            boolean readsKafka = stage.nodes().stream().anyMatch(Node.Source.class::isInstance);
            assertThat(plan.fedBySource().contains(stage)).isEqualTo(readsKafka);
            assertThat(readsKafka || !inputs.isEmpty()).as("every stage is fed").isTrue();
            assertThat(readsKafka && !inputs.isEmpty())
                    .as("by the source or by stages")
                    .isFalse();
        }
    }

    private static void assertNodesComeAfterTheirInputs(Plan plan) {
        for (StagePlan stage : plan.stages()) {
            for (Node node : stage.nodes()) {
                for (String input : node.inputs()) {
                    stage.indexOf(input).ifPresent(index -> assertThat(index)
                            .isLessThan(stage.nodes().indexOf(node)));
                }
            }
        }
    }

    private static Topology randomTopology(Random random) {
        TopologyBuilder builder = TopologyBuilder.named("random").defaultSerdes(Serdes.String(), Serdes.String());
        List<KStream<String, String>> streams = new ArrayList<>();
        int steps = 2 + random.nextInt(25);
        for (int step = 0; step < steps; step++) {
            Named name = Named.as("n" + step);
            int choice = streams.isEmpty() ? 0 : random.nextInt(8);
            switch (choice) {
                case 0 -> streams.add(read(builder, "in" + step));
                case 1, 2 -> streams.add(pick(streams, random).filter((key, value) -> true, name));
                case 3, 4 -> streams.add(pick(streams, random).stage("stage" + step, 1 + random.nextInt(4)));
                case 5, 6 -> streams.add(pick(streams, random).merge(pick(streams, random), name));
                default -> pick(streams, random).foreach((key, value) -> {}, name);
            }
        }
        streams.forEach(stream -> stream.foreach((key, value) -> {}));
        return builder.build();
    }

    private static KStream<String, String> pick(List<KStream<String, String>> streams, Random random) {
        return streams.get(random.nextInt(streams.size()));
    }

    private static List<String> stages(Plan plan) {
        return plan.stages().stream()
                .map(stage ->
                        stage.name() + stage.nodes().stream().map(Node::name).toList())
                .toList();
    }

    private static KStream<String, String> read(TopologyBuilder builder, String topic) {
        return builder.stream(topic, Consumed.as(topic));
    }

    private static Produced<String, String> sink(String name) {
        return Produced.as(name);
    }

    private static Plan plan(Consumer<TopologyBuilder> definition) {
        return Planner.plan(topology(definition), "group", TopologySettings.defaults());
    }

    private static Topology topology(Consumer<TopologyBuilder> definition) {
        TopologyBuilder builder = TopologyBuilder.named("cards").defaultSerdes(Serdes.String(), Serdes.String());
        definition.accept(builder);
        return builder.build();
    }
}
