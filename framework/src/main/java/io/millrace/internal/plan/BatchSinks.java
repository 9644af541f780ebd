package io.millrace.internal.plan;

import io.millrace.topology.Node;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The batch sinks of a topology, and the stages on their records' way. Immutable. */
record BatchSinks(String topology, Graph graph, List<StagePlan> stages) {

    BatchSinks {
        stages = List.copyOf(stages);
    }

    List<Node.BatchSink> all() {
        return graph.nodes().stream()
                .filter(Node.BatchSink.class::isInstance)
                .map(Node.BatchSink.class::cast)
                .toList();
    }

    /**
     * Returns what keeps batches from being whole, each as a sentence: where workers share a partition by key, each has a part of
     * its batch.
     */
    List<String> problems() {
        return all().stream().flatMap(this::problems).toList();
    }

    private Stream<String> problems(Node.BatchSink sink) {
        Set<String> way = Stream.concat(graph.before(sink).stream(), Stream.of(sink))
                .map(Node::name)
                .collect(Collectors.toSet());
        Predicate<StagePlan> isOnTheWay = stage -> stage.nodes().stream().anyMatch(node -> way.contains(node.name()));
        return stages.stream()
                .filter(isOnTheWay)
                .filter(stage -> stage.routing() == Routing.BY_KEY && stage.parallelism() > 1)
                .map(stage ->
                        "Topology '%s' has foreachBatch '%s' behind stage '%s', whose %d workers share each partition by key, so that none has a whole batch: give the stage one worker."
                                .formatted(topology, sink.name(), stage.name(), stage.parallelism()));
    }
}
