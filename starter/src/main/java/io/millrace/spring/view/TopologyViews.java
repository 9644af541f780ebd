package io.millrace.spring.view;

import io.millrace.processor.SourcePartition;
import io.millrace.runtime.EpochProgress;
import io.millrace.runtime.InputMetrics;
import io.millrace.runtime.TopologyHandle;
import io.millrace.runtime.TopologyMetrics;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** Makes views of topologies, from what their handles know and what {@link TopologyHistory} remembers. Thread-safe. */
public final class TopologyViews {

    private static final Comparator<PartitionView> BY_TOPIC =
            Comparator.comparing(PartitionView::topic).thenComparingInt(PartitionView::partition);

    private final TopologyHistory history;
    private final InstantSource clock;

    public TopologyViews(TopologyHistory history, InstantSource clock) {
        this.history = history;
        this.clock = clock;
    }

    /** Returns all that is known of {@code topology} now. Costs as much as its metrics: too much for each record, nothing for each second. */
    public TopologyView view(TopologyHandle topology) {
        long now = clock.millis();
        TopologyMetrics metrics = topology.metrics();
        return new TopologyView(
                topology.name(),
                now,
                topology.state(),
                topology.end(),
                topology.isPaused(),
                topology.failure().map(FailureWords::of),
                SettingsView.of(topology.settings()),
                topology.plan(),
                input(topology, metrics.input()),
                metrics.stages().stream().map(StageView::of).toList(),
                metrics.edges().stream().map(EdgeView::of).toList(),
                metrics.latencies(),
                CheckpointView.of(topology, metrics.epochs()),
                TimeView.of(metrics.eventTime(), now),
                metrics.errors(),
                topology.stuck().stream().map(StuckView::of).toList(),
                metrics.stores(),
                metrics.restores().stream().map(RestoreView::of).toList(),
                history.epochs(topology.name()),
                history.events(topology.name()));
    }

    /** Returns {@code topology} in short. */
    public TopologySummary summary(TopologyHandle topology) {
        InputMetrics input = topology.metrics().input();
        return new TopologySummary(
                topology.name(),
                topology.state(),
                topology.isPaused(),
                topology.failure().map(FailureWords::of),
                topology.settings().trigger().toString(),
                topology.assignment().size(),
                topology.restoring().size(),
                input.recordsBehind(),
                input.caughtUp(),
                topology.checkpointAge().toMillis());
    }

    private static InputView input(TopologyHandle topology, InputMetrics metrics) {
        Map<SourcePartition, Long> positions =
                topology.lastProgress().map(EpochProgress::positions).orElse(Map.of());
        Map<SourcePartition, Long> lag =
                topology.lastProgress().map(EpochProgress::lag).orElse(Map.of());
        Set<SourcePartition> restoring = topology.restoring();
        List<PartitionView> partitions = topology.assignment().stream()
                .map(partition -> new PartitionView(
                        partition.topic(),
                        partition.partition(),
                        restoring.contains(partition),
                        find(positions, partition),
                        find(lag, partition)))
                .sorted(BY_TOPIC)
                .toList();
        return new InputView(
                metrics.records(), metrics.recordsBehind(), metrics.caughtUp(), metrics.assignments(), partitions);
    }

    private static OptionalLong find(Map<SourcePartition, Long> numbers, SourcePartition partition) {
        Long number = numbers.get(partition);
        return number == null ? OptionalLong.empty() : OptionalLong.of(number);
    }
}
