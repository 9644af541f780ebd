package io.millrace.spring.view;

import io.millrace.processor.SourcePartition;
import io.millrace.runtime.EpochProgress;
import io.millrace.runtime.RestoreProgress;
import io.millrace.runtime.StuckCall;
import io.millrace.runtime.TopologyListener;
import io.millrace.runtime.TopologyState;
import io.millrace.spring.view.EventView.Kind;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Remembers the last {@value #MOST} epochs and events of each topology. Thread-safe. */
public final class TopologyHistory implements TopologyListener {

    private static final int MOST = 100;

    private final InstantSource clock;
    private final Map<String, Last<EpochView>> epochs = new ConcurrentHashMap<>();
    private final Map<String, Last<EventView>> events = new ConcurrentHashMap<>();

    public TopologyHistory(InstantSource clock) {
        this.clock = clock;
    }

    /** Returns the last committed epochs of {@code topology}, oldest first. */
    public List<EpochView> epochs(String topology) {
        return of(topology, epochs).all();
    }

    /** Returns what has happened to {@code topology}, oldest first. */
    public List<EventView> events(String topology) {
        return of(topology, events).all();
    }

    @Override
    public void stateChanged(String topology, TopologyState from, TopologyState to) {
        note(topology, Kind.STATE, "%s (was %s)".formatted(to, from));
    }

    @Override
    public void pausedChanged(String topology, boolean paused) {
        note(topology, Kind.PAUSE, paused ? "paused" : "resumed");
    }

    @Override
    public void failed(String topology, Throwable failure) {
        note(topology, Kind.FAILURE, FailureWords.of(failure));
    }

    @Override
    public void epochCommitted(EpochProgress progress) {
        of(progress.topology(), epochs).add(EpochView.of(progress));
    }

    @Override
    public void assignmentChanged(String topology, Set<SourcePartition> partitions) {
        note(topology, Kind.ASSIGNMENT, partitions.isEmpty() ? "no partitions" : describe(partitions));
    }

    @Override
    public void restoreProgress(RestoreProgress progress) {
        if (progress.done()) {
            note(
                    progress.topology(),
                    Kind.RESTORED,
                    "'%s', partition %d: %d records"
                            .formatted(progress.store(), progress.partition(), progress.records()));
        }
    }

    @Override
    public void stuck(StuckCall call) {
        note(call.topology(), Kind.STUCK, "'%s' of stage '%s'".formatted(call.node(), call.stage()));
    }

    @Override
    public void goesOn(StuckCall call) {
        note(call.topology(), Kind.GOES_ON, "'%s' of stage '%s'".formatted(call.node(), call.stage()));
    }

    private void note(String topology, Kind kind, String text) {
        of(topology, events).add(new EventView(clock.millis(), kind, text));
    }

    /** Returns the numbers of the partitions by topic, as {@code payments 0, 1; rates 0}. */
    private static String describe(Set<SourcePartition> partitions) {
        Map<String, Set<Integer>> byTopic = new TreeMap<>();
        partitions.forEach(partition -> byTopic.computeIfAbsent(partition.topic(), any -> new TreeSet<>())
                .add(partition.partition()));
        return byTopic.entrySet().stream()
                .map(topic -> topic.getKey() + " "
                        + topic.getValue().stream().map(String::valueOf).collect(Collectors.joining(", ")))
                .collect(Collectors.joining("; "));
    }

    private static <T> Last<T> of(String topology, Map<String, Last<T>> all) {
        return all.computeIfAbsent(topology, any -> new Last<>());
    }

    /** The newest of many. Thread-safe. */
    private static final class Last<T> {
        private final ArrayDeque<T> kept = new ArrayDeque<>();

        synchronized void add(T item) {
            if (kept.size() == MOST) {
                kept.remove();
            }
            kept.add(item);
        }

        synchronized List<T> all() {
            return List.copyOf(kept);
        }
    }
}
