package io.millrace.internal.plan;

import static io.millrace.internal.plan.PlannedTopology.byValue;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.millrace.runtime.TopologyPlan;
import io.millrace.runtime.TopologyPlan.Edge;
import io.millrace.runtime.TopologyPlan.EdgeKind;
import io.millrace.runtime.TopologyPlan.Stage;
import io.millrace.runtime.TopologyPlan.Step;
import io.millrace.state.Materialized;
import io.millrace.topology.KStream;
import io.millrace.topology.Named;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EdgesTest {

    private final PlannedTopology topology = new PlannedTopology();

    @Test
    void recordsGoFromTopicsThroughStagesToTopics() {
        topology.read("in")
                .filter((key, value) -> true, Named.as("some"))
                .stage("score", 2)
                .to("out");

        TopologyPlan plan = described();

        assertThat(plan.edges())
                .containsExactly(
                        new Edge("in", "in", EdgeKind.INPUT),
                        new Edge("in", "score", EdgeKind.LANE),
                        new Edge("score", "out", EdgeKind.OUTPUT));
        assertThat(plan.stages())
                .extracting(Stage::name, Stage::workers)
                .containsExactly(tuple("in", 1), tuple("score", 2));
        assertThat(plan.stages().get(0).nodes())
                .containsExactly(new Step("in", "source", "source in"), new Step("some", "filter", "filter"));
    }

    @Test
    void aDurableShuffleLeadsFromStageToStageThroughItsTopic() {
        byValue(topology.read("in"), "by-value").groupByKey().count(Materialized.as("counts"));

        TopologyPlan plan = described();

        assertThat(plan.edges())
                .containsExactly(
                        new Edge("in", "in", EdgeKind.INPUT),
                        new Edge(
                                "in", "counts-shuffle", EdgeKind.SHUFFLE, Optional.of("app-cards-counts-repartition")));
        assertThat(plan.stages().get(1).stores()).contains("counts");
    }

    @Test
    void severalSinksOfAStageToOneTopicAreOneEdge() {
        KStream<String, String> read = topology.read("in");
        read.to("out");
        read.filter((key, value) -> true).to("out");

        assertThat(described().edges())
                .containsExactly(new Edge("in", "in", EdgeKind.INPUT), new Edge("in", "out", EdgeKind.OUTPUT));
    }

    @Test
    void codeThatEndsAStreamIsElsewhere() {
        topology.read("in").foreach(() -> record -> {}, Named.as("tell"));

        assertThat(described().edges()).contains(new Edge("in", "tell", EdgeKind.ELSEWHERE));
    }

    @Test
    void aTopicThatAPatternMatchesIsThePatternsInput() {
        topology.read("orders-paid").to("out");
        topology.readPattern("cards").to("out");
        Edges edges = new Edges(topology.plan());

        assertThat(edges.all()).contains(new Edge("cards-.*", "cards", EdgeKind.INPUT));
        assertThat(edges.input("cards-eu")).isEqualTo("cards-.*");
        assertThat(edges.input("orders-paid")).isEqualTo("orders-paid");
    }

    private TopologyPlan described() {
        return new Edges(topology.plan()).described();
    }
}
