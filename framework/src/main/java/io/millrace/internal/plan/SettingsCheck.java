package io.millrace.internal.plan;

import io.millrace.errors.InvalidSettingsException;
import io.millrace.runtime.ShuffleMode;
import io.millrace.runtime.TopologySettings;
import io.millrace.topology.Node;
import io.millrace.topology.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Finds settings that fit neither the topology nor each other. Confined to the thread that plans. */
final class SettingsCheck {

    private final Topology topology;
    private final TopologySettings settings;
    private final List<String> problems = new ArrayList<>();

    SettingsCheck(Topology topology, TopologySettings settings) {
        this.topology = topology;
        this.settings = settings;
    }

    /** Throws {@link InvalidSettingsException} with all that it finds. */
    void run(Graph graph, List<StagePlan> stages) {
        checkStages(stages);
        BatchSinks batchSinks = new BatchSinks(topology.name(), graph, stages);
        problems.addAll(TriggerCheck.problems(topology.name(), graph.nodes(), settings));
        problems.addAll(batchSinks.problems());
        checkLocalShuffles(graph);
        problems.addAll(ErrorCheck.problems(topology, settings.errors(), graph, stages));
        if (!problems.isEmpty()) {
            throw new InvalidSettingsException(problems);
        }
    }

    private void checkStages(List<StagePlan> stages) {
        List<String> names = stages.stream().map(StagePlan::name).toList();
        new TreeMap<>(settings.stageParallelism()).forEach((stage, workers) -> {
            if (!names.contains(stage)) {
                problems.add(unknown(stage, names));
            } else if (workers < 1) {
                problems.add("Stage '%s' of topology '%s' has parallelism %d; give it at least 1."
                        .formatted(stage, topology.name(), workers));
            }
        });
    }

    private String unknown(String stage, List<String> names) {
        return topology.nodes().stream()
                .filter(Node.Shuffle.class::isInstance)
                .map(Node.Shuffle.class::cast)
                .filter(shuffle -> settings.shuffle() == ShuffleMode.LOCAL
                        && shuffle.repartitioning().isPresent()
                        && shuffle.reader().equals(stage))
                .findFirst()
                .map(shuffle ->
                        "Topology '%s' has no stage '%s', since 'shuffle' is 'local': it reads the topic of shuffle '%s', and there is none. Leave out its setting."
                                .formatted(topology.name(), stage, shuffle.name()))
                .orElseGet(() -> "Topology '%s' has no stage '%s'. %s"
                        .formatted(topology.name(), stage, NearestName.suggest(stage, names)));
    }

    private void checkLocalShuffles(Graph graph) {
        List<Node> local = graph.nodes().stream().filter(Graph::isLocalShuffle).toList();
        if (!local.isEmpty() && settings.state().standby() > 0) {
            problems.add(
                    "Topology '%s' has 'shuffle' 'local' and 'state.standby' %d: one instance has all partitions then, and every other one keeps a copy of all state without being asked. Leave out 'standby'."
                            .formatted(topology.name(), settings.state().standby()));
        }
        for (Node shuffle : local) {
            graph.sourcesOf(shuffle).stream()
                    .filter(source -> source.pattern().isPresent())
                    .forEach(source -> problems.add(
                            "Topology '%s' has 'shuffle' 'local', and shuffle %s is behind source %s, which reads a pattern: name its topics, or shuffle 'durable'."
                                    .formatted(
                                            topology.name(),
                                            topology.placeOf(shuffle.name()),
                                            topology.placeOf(source.name()))));
        }
    }
}
