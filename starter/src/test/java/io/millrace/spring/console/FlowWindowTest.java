package io.millrace.spring.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.spring.console.TopologyFlow.EdgeFlow;
import io.millrace.spring.console.TopologyFlow.StageFlow;
import org.junit.jupiter.api.Test;

class FlowWindowTest {

    private final FlowWindow window = new FlowWindow();
    private final AView topology = new AView();

    @Test
    void oneViewTellsNoRate() {
        assertThat(window.add(topology.at(1_000))).isEmpty();
    }

    @Test
    void ratesAndSharesAreThoseBetweenTheViews() {
        window.add(topology.stage("score", 100, 200, 700).at(1_000));
        topology.read = 500;
        TopologyFlow flow = window.add(
                        topology.stage("score", 2_600, 1_200, 1_200).at(3_000))
                .orElseThrow();

        assertThat(flow.read()).isEqualTo(250);
        assertThat(flow.written()).isEqualTo(250);
        assertThat(flow.stage("score")).contains(new StageFlow("score", 0.625, 0.25, 0.125, 250, 250));
        assertThat(flow.edges()).extracting(EdgeFlow::perSecond).containsOnly(250.0);
    }

    @Test
    void aStageWithoutTimeIsIdle() {
        window.add(topology.at(1_000));

        assertThat(window.add(topology.at(2_000)).orElseThrow().stage("read"))
                .contains(new StageFlow("read", 0, 0, 1, 0, 0));
    }

    @Test
    void whetherItFallsBehindShowsAfterAWhile() {
        window.add(topology.at(1_000));
        topology.behind = 900;
        assertThat(window.add(topology.at(3_000)).orElseThrow().behindTrend()).isEmpty();

        topology.behind = 1_000;
        assertThat(window.add(topology.at(11_000)).orElseThrow().behindTrend()).hasValue(100);
    }

    @Test
    void whatWasLongAgoIsNotCompared() {
        window.add(topology.at(1_000));
        topology.read = 500;

        assertThat(window.add(topology.at(60_000))).isEmpty();
    }
}
