package io.millrace.spring.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.processor.RecordMetadata;
import io.millrace.processor.SourcePartition;
import io.millrace.runtime.StuckCall;
import io.millrace.runtime.TopologyState;
import io.millrace.spring.FakeTopologyHandle;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TopologyViewsTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochMilli(5_000));

    private final TopologyHistory history = new TopologyHistory(CLOCK);
    private final TopologyViews views = new TopologyViews(history, CLOCK);
    private final FakeTopologyHandle topology = new FakeTopologyHandle("cards");

    @Test
    void aViewTellsStateFailureAndWhatHappened() {
        topology.state = TopologyState.FAILED;
        topology.failure = new IllegalStateException("card 4711 is bad");
        history.stateChanged("cards", TopologyState.RUNNING, TopologyState.FAILED);

        TopologyView view = views.view(topology);

        assertThat(view.name()).isEqualTo("cards");
        assertThat(view.takenAt()).isEqualTo(5_000);
        assertThat(view.state()).isEqualTo(TopologyState.FAILED);
        assertThat(view.failure()).contains("java.lang.IllegalStateException");
        assertThat(view.events()).hasSize(1);
    }

    @Test
    void partitionsAreInOrderAndTellWhichAreRestored() {
        topology.assignment =
                Set.of(new SourcePartition("b", 0), new SourcePartition("a", 10), new SourcePartition("a", 9));
        topology.restored = false;

        assertThat(views.view(topology).input().partitions())
                .containsExactly(partition("a", 9), partition("a", 10), partition("b", 0));
    }

    @Test
    void ofAStuckCallTheTopOfTheStackIsShown() {
        List<StackTraceElement> stack = IntStream.range(0, 50)
                .mapToObj(frame -> new StackTraceElement("Scoring", "call" + frame, "Scoring.java", frame))
                .toList();
        topology.stuck = List.of(new StuckCall(
                "cards",
                "score",
                "call",
                Optional.of(new RecordMetadata("payments", 3, 4711)),
                Duration.ofSeconds(90),
                "millrace-cards-score-0",
                stack));

        assertThat(views.view(topology).stuck()).singleElement().satisfies(call -> {
            assertThat(call.input()).contains("payments-3 at 4711");
            assertThat(call.lastingMillis()).isEqualTo(90_000);
            assertThat(call.stack()).hasSize(20).startsWith("Scoring.call0(Scoring.java:0)");
        });
    }

    private static PartitionView partition(String topic, int number) {
        return new PartitionView(topic, number, true, OptionalLong.empty(), OptionalLong.empty());
    }
}
