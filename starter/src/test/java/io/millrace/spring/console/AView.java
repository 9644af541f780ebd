package io.millrace.spring.console;

import io.millrace.runtime.Delivery;
import io.millrace.runtime.ErrorProgress;
import io.millrace.runtime.LatencyPercentiles;
import io.millrace.runtime.RecordLatencies;
import io.millrace.runtime.ShuffleMode;
import io.millrace.runtime.StoreMetrics;
import io.millrace.runtime.TopologyEnd;
import io.millrace.runtime.TopologyPlan;
import io.millrace.runtime.TopologyPlan.Edge;
import io.millrace.runtime.TopologyPlan.EdgeKind;
import io.millrace.runtime.TopologyPlan.Stage;
import io.millrace.runtime.TopologyPlan.Step;
import io.millrace.runtime.TopologyState;
import io.millrace.spring.view.CheckpointView;
import io.millrace.spring.view.EdgeView;
import io.millrace.spring.view.EpochView;
import io.millrace.spring.view.EventView;
import io.millrace.spring.view.InputView;
import io.millrace.spring.view.PartitionView;
import io.millrace.spring.view.RestoreView;
import io.millrace.spring.view.SettingsView;
import io.millrace.spring.view.StageView;
import io.millrace.spring.view.StuckView;
import io.millrace.spring.view.TimeView;
import io.millrace.spring.view.TopologyView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * A topology of three stages, 'read', 'score' and 'write', as a test has it be. Times are in milliseconds, sums are those since the
 * start. Confined to the test.
 */
final class AView {

    TopologyState state = TopologyState.RUNNING;
    Optional<TopologyEnd> end = Optional.empty();
    Optional<String> failure = Optional.empty();
    String trigger = "real-time 10s";
    long read;
    long behind;
    boolean caughtUp = true;
    boolean restoring;
    long checkpointAge = 2_000;
    double queueing;
    List<StuckView> stuck = List.of();
    List<RestoreView> restores = List.of();
    final Map<String, long[]> stages = new LinkedHashMap<>();

    private final List<Edge> edges = List.of(
            new Edge("payments", "read", EdgeKind.INPUT),
            new Edge("read", "score", EdgeKind.LANE),
            new Edge("score", "write", EdgeKind.LANE),
            new Edge("write", "alerts", EdgeKind.OUTPUT));

    AView() {
        stages.put("read", new long[3]);
        stages.put("score", new long[3]);
        stages.put("write", new long[3]);
    }

    /** Has a stage have spent so many milliseconds busy, held back and idle. */
    AView stage(String name, long busy, long heldBack, long idle) {
        stages.put(name, new long[] {busy, heldBack, idle});
        return this;
    }

    TopologyView at(long millis) {
        return new TopologyView(
                "fraud",
                millis,
                state,
                end,
                false,
                failure,
                new SettingsView(trigger, Delivery.AT_LEAST_ONCE, ShuffleMode.DURABLE),
                new TopologyPlan(stages.keySet().stream().map(AView::planned).toList(), edges),
                new InputView(read, behind, caughtUp, 1, partitions()),
                stages.entrySet().stream()
                        .map(stage -> view(stage.getKey(), stage.getValue()))
                        .toList(),
                edges.stream()
                        .map(edge -> new EdgeView(edge.from(), edge.to(), edge.kind(), edge.through(), read, 0.1))
                        .toList(),
                new RecordLatencies(latency(queueing), latency(4), latency(queueing + 4)),
                new CheckpointView(checkpointAge, OptionalLong.of(10_000), 12),
                new TimeView(OptionalLong.of(millis - 500), OptionalLong.of(500), 0, 0, 0, 0),
                ErrorProgress.NONE,
                stuck,
                List.of(new StoreMetrics("profiles", "score", 1_000, 64_000)),
                restores,
                epochs(millis),
                List.of(new EventView(millis - 60_000, EventView.Kind.STATE, "RUNNING (was STARTING)")));
    }

    private List<PartitionView> partitions() {
        return IntStream.range(0, 4)
                .mapToObj(number -> new PartitionView(
                        "payments", number, restoring, OptionalLong.of(number), OptionalLong.of(behind / 4)))
                .toList();
    }

    private static List<EpochView> epochs(long millis) {
        List<EpochView> epochs = new ArrayList<>();
        for (int number = 1; number <= 12; number++) {
            long startedAt = millis - (13 - number) * 10_000L;
            epochs.add(new EpochView(
                    number, startedAt, 10_000, 1.5 + number % 3, 3, 5 + number % 4, 9_000, 80, 10, latency(6)));
        }
        return epochs;
    }

    private static Stage planned(String name) {
        return new Stage(name, 2, List.of(new Step(name + "-1", "map", "map")), List.of());
    }

    private StageView view(String name, long[] times) {
        return new StageView(name, 2, read, read, times[0], times[2], times[1], 0.1, latency(queueing), latency(2));
    }

    private static LatencyPercentiles latency(double millis) {
        return new LatencyPercentiles(100, millis, millis, millis, millis, millis);
    }
}
