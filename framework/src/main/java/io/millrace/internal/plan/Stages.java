package io.millrace.internal.plan;

import io.millrace.topology.Node;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Cuts a graph into stages. One begins at each source, at each {@code stage(...)} and {@code mapAsync(...)}, at each grouping
 * with a name and at each shuffle in memory; what follows belongs to the stage of its input. Where streams of several sources merge, their stages
 * become one; where streams of other stages merge, a new stage begins.
 */
final class Stages {

    private final Graph graph;
    private final Map<String, Group> groups = new LinkedHashMap<>();

    private Stages(Graph graph) {
        this.graph = graph;
    }

    /** Returns the stages, each behind those that feed it; {@code parallelism} goes before what the topology says. */
    static List<StagePlan> of(Graph graph, Map<String, Integer> parallelism) {
        Stages stages = new Stages(graph);
        graph.nodes().forEach(node -> stages.groups.put(node.name(), stages.groupOf(node)));
        return new LinkedHashSet<>(stages.groups.values())
                .stream().map(group -> stages.stage(group, parallelism)).toList();
    }

    private Group groupOf(Node node) {
        String name = graph.stageName(node);
        if (node instanceof Node.Source) {
            return new Group(name, 1, false, true);
        }
        if (node instanceof Node.StageBoundary boundary) {
            return new Group(name, boundary.parallelism(), true, false);
        }
        if (node instanceof Node.AsyncOperator operator) {
            return new Group(name, operator.options().parallelism(), true, false);
        }
        if (node instanceof Node.Shuffle shuffle && shuffle.parallelism().isPresent()) {
            return new Group(name, shuffle.parallelism().getAsInt(), true, false);
        }
        return Graph.isLocalShuffle(node) ? new Group(name, 1, false, false) : groupOfInputs(node);
    }

    private Group groupOfInputs(Node node) {
        Set<Group> inputs = new LinkedHashSet<>();
        node.inputs().forEach(input -> inputs.add(group(input)));
        Group first = inputs.iterator().next();
        if (inputs.size() == 1) {
            return first;
        }
        if (inputs.stream().allMatch(Group::fromSource)) {
            groups.replaceAll((name, group) -> inputs.contains(group) ? first : group);
            return first;
        }
        return new Group(node.name(), 1, false, false);
    }

    private Group group(String node) {
        Group group = groups.get(node);
        if (group == null) {
            throw new IllegalStateException("Node '%s' comes after a node that reads it".formatted(node));
        }
        return group;
    }

    private StagePlan stage(Group group, Map<String, Integer> parallelism) {
        List<Node> nodes = graph.nodes().stream()
                .filter(node -> group(node.name()).equals(group))
                .toList();
        int workers = parallelism.getOrDefault(group.name(), group.parallelism());
        return new StagePlan(group.name(), workers, group.declared(), nodes);
    }

    /** A stage in the making; its nodes are those that map to it. */
    private record Group(String name, int parallelism, boolean declared, boolean fromSource) {}
}
