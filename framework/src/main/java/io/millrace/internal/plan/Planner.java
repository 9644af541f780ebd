package io.millrace.internal.plan;

import io.millrace.errors.InvalidSettingsException;
import io.millrace.runtime.Delivery;
import io.millrace.runtime.TopologySettings;
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
    private final Shuffles shuffles;
    private final Graph graph;
    private final TopologySettings settings;

    private Planner(Topology topology, String group, TopologySettings settings) {
        this.topology = topology;
        this.settings = settings;
        this.shuffles = Shuffles.of(topology, group, settings.shuffle());
        this.graph = shuffles.graph();
    }

    /**
     * Returns the plan for {@code topology}.
     *
     * @param group the consumer group, which the topology's own topics are named after
     * @throws InvalidSettingsException if a stage is unknown, its parallelism less than 1, or the trigger does not suit the topology
     */
    public static Plan plan(Topology topology, String group, TopologySettings settings) {
        return new Planner(topology, group, settings).plan();
    }

    private Plan plan() {
        graph.nodes().forEach(node -> groups.put(node.name(), groupOf(node)));
        List<StagePlan> stages = distinctGroups().stream().map(this::stage).toList();
        refuseUnusable(stages);
        boolean local = shuffles.plans().stream().anyMatch(shuffle -> shuffle.kind() == ShufflePlan.Kind.LOCAL);
        Division division = local ? Division.UNDIVIDED : Division.BY_PARTITION;
        Plan plan = new Plan(
                topology.name(),
                stages,
                ShardGroups.of(topology.name(), graph, stages, division),
                shuffles.plans(),
                sinkPlans());
        TriggerCheck.require(plan, settings);
        BatchSinks.requireWhole(plan);
        return plan;
    }

    private List<SinkPlan> sinkPlans() {
        return graph.nodes().stream()
                .filter(Node.Sink.class::isInstance)
                .map(sink -> sinkPlan((Node.Sink) sink))
                .toList();
    }

    private SinkPlan sinkPlan(Node.Sink sink) {
        boolean ofShuffle = shuffles.plans().stream()
                .flatMap(shuffle -> shuffle.topic().stream())
                .anyMatch(topic -> new Node.FixedTopic(topic.name()).equals(sink.destination()));
        return ofShuffle
                ? new SinkPlan(sink.name(), SinkPlan.Sending.AT_ONCE, true, "a replay gives the same records again")
                : new SinkPlan(sink.name(), sending(), false, "the setting 'delivery'");
    }

    private SinkPlan.Sending sending() {
        return settings.delivery() == Delivery.EXACTLY_ONCE
                ? SinkPlan.Sending.WITH_CHECKPOINT
                : SinkPlan.Sending.AT_ONCE;
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
        List<Node> nodes = graph.nodes().stream()
                .filter(node -> group(node.name()).equals(group))
                .toList();
        int workers = settings.stageParallelism().getOrDefault(group.name(), group.parallelism());
        return new StagePlan(group.name(), workers, group.declared(), nodes);
    }

    private void refuseUnusable(List<StagePlan> stages) {
        List<String> problems = new ArrayList<>();
        List<String> names = stages.stream().map(StagePlan::name).toList();
        settings.stageParallelism().forEach((stage, workers) -> {
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
