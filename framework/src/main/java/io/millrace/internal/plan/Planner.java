package io.millrace.internal.plan;

import io.millrace.errors.InvalidSettingsException;
import io.millrace.topology.Node;
import io.millrace.topology.Topology;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Cuts a topology into stages. A pure function: the same topology and settings give the same plan.
 *
 * <p>A stage begins at each source and at each {@code stage(...)}; what follows belongs to the stage of its input. Where
 * streams of several sources merge, their stages become one; where streams of other stages merge, a new stage begins.
 */
public final class Planner {

    private final Map<String, Group> groups = new LinkedHashMap<>();
    private final Topology topology;
    private final Map<String, Integer> parallelism;

    private Planner(Topology topology, Map<String, Integer> parallelism) {
        this.topology = topology;
        this.parallelism = parallelism;
    }

    /**
     * Returns the plan for {@code topology}.
     *
     * @param parallelism workers by stage, over what the topology says
     * @throws InvalidSettingsException if a stage is unknown or its parallelism less than 1
     */
    public static Plan plan(Topology topology, Map<String, Integer> parallelism) {
        return new Planner(topology, parallelism).plan();
    }

    private Plan plan() {
        topology.nodes().forEach(node -> groups.put(node.name(), groupOf(node)));
        List<StagePlan> stages = distinctGroups().stream().map(this::stage).toList();
        refuseUnusable(stages);
        return new Plan(topology.name(), stages, ShardGroups.of(topology, stages));
    }

    private Group groupOf(Node node) {
        if (node instanceof Node.Source) {
            return new Group(node.name(), 1, false, true);
        }
        if (node instanceof Node.StageBoundary boundary) {
            return new Group(node.name(), boundary.parallelism(), true, false);
        }
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

    private Set<Group> distinctGroups() {
        return new LinkedHashSet<>(groups.values());
    }

    private StagePlan stage(Group group) {
        List<Node> nodes = topology.nodes().stream()
                .filter(node -> group(node.name()).equals(group))
                .toList();
        int workers = parallelism.getOrDefault(group.name(), group.parallelism());
        return new StagePlan(group.name(), workers, group.declared(), nodes);
    }

    private void refuseUnusable(List<StagePlan> stages) {
        List<String> problems = new ArrayList<>();
        List<String> names = stages.stream().map(StagePlan::name).toList();
        parallelism.forEach((stage, workers) -> {
            if (!names.contains(stage)) {
                problems.add("Topology '%s' has no stage '%s'. %s"
                        .formatted(topology.name(), stage, NearestName.suggest(stage, names)));
            } else if (workers < 1) {
                problems.add("Stage '%s' of topology '%s' has parallelism %d; give it at least 1."
                        .formatted(stage, topology.name(), workers));
            }
        });
        if (!problems.isEmpty()) {
            throw new InvalidSettingsException(problems);
        }
    }

    /** A stage in the making; its nodes are those that map to it. */
    private record Group(String name, int parallelism, boolean declared, boolean fromSource) {}
}
