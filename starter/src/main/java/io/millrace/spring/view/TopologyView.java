package io.millrace.spring.view;

import io.millrace.runtime.ErrorProgress;
import io.millrace.runtime.RecordLatencies;
import io.millrace.runtime.StoreMetrics;
import io.millrace.runtime.TopologyEnd;
import io.millrace.runtime.TopologyPlan;
import io.millrace.runtime.TopologyState;
import java.util.List;
import java.util.Optional;

/**
 * All that is known of a topology at one time. Counts and sums of time begin with the engine and never fall, so that the difference between
 * two views is what happened between them. Immutable.
 *
 * @param takenAt when, in milliseconds since 1970
 * @param end why it has ended; empty while it is active
 * @param paused whether somebody has it read nothing new
 * @param failure why it failed last, since its last start by hand; it may run again since
 * @param stages in the data's way; none where the engine does not measure
 * @param edges in the plan's order; likewise
 * @param latencies of the last 10 seconds that are over, in milliseconds
 * @param stores those of which this instance has a part now
 * @param restores what is being restored now
 * @param epochs the last that were committed, oldest first
 * @param events what has happened to it, oldest first
 */
public record TopologyView(
        String name,
        long takenAt,
        TopologyState state,
        Optional<TopologyEnd> end,
        boolean paused,
        Optional<String> failure,
        SettingsView settings,
        TopologyPlan plan,
        InputView input,
        List<StageView> stages,
        List<EdgeView> edges,
        RecordLatencies latencies,
        CheckpointView checkpoint,
        TimeView time,
        ErrorProgress errors,
        List<StuckView> stuck,
        List<StoreMetrics> stores,
        List<RestoreView> restores,
        List<EpochView> epochs,
        List<EventView> events) {

    public TopologyView {
        stages = List.copyOf(stages);
        edges = List.copyOf(edges);
        stuck = List.copyOf(stuck);
        stores = List.copyOf(stores);
        restores = List.copyOf(restores);
        epochs = List.copyOf(epochs);
        events = List.copyOf(events);
    }
}
