package io.millrace.internal.plan;

import io.millrace.runtime.TopologyPlan;
import io.millrace.runtime.TopologyPlan.Edge;
import io.millrace.runtime.TopologyPlan.EdgeKind;
import io.millrace.topology.GlobalTable;
import io.millrace.topology.Node;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The ways that records take by a plan, and the plan as others are shown it. Immutable. */
public record Edges(Plan plan) {

    /** Returns the plan as a graph. */
    public TopologyPlan described() {
        return new TopologyPlan(plan.stages().stream().map(Edges::describe).toList(), all());
    }

    /** Returns all edges. */
    public List<Edge> all() {
        Set<Edge> edges = new LinkedHashSet<>(); // several nodes of a stage may write to one topic
        for (StagePlan stage : plan.stages()) {
            stage.nodes().forEach(node -> addInputs(stage, node, edges));
            plan.fedBy(stage).forEach(next -> edges.add(lane(stage, next)));
            stage.nodes().forEach(node -> exit(stage, node).ifPresent(edges::add));
        }
        return List.copyOf(edges);
    }

    /** Returns the edge from {@code stage} to {@code next}, which it feeds by lanes. */
    public Edge lane(StagePlan stage, StagePlan next) {
        return new Edge(stage.name(), next.name(), EdgeKind.LANE);
    }

    /** Returns the edge by which records leave {@code stage} at {@code node}; empty if they don't. */
    public Optional<Edge> exit(StagePlan stage, Node node) {
        if (node instanceof Node.Sink sink) {
            return Optional.of(toTopic(stage, sink.destination().toString()));
        }
        boolean elsewhere =
                node instanceof Node.ExternalSink || node instanceof Node.WriterSink || node instanceof Node.BatchSink;
        return elsewhere ? Optional.of(new Edge(stage.name(), node.name(), EdgeKind.ELSEWHERE)) : Optional.empty();
    }

    /** Returns the name of the input that {@code topic} is, or that it belongs to: itself, or a pattern. */
    public String input(String topic) {
        return plan.sources().stream()
                .filter(source -> !source.topics().contains(topic) && source.reads(topic))
                .flatMap(source -> source.pattern().stream())
                .map(Pattern::pattern)
                .findFirst()
                .orElse(topic);
    }

    private Edge toTopic(StagePlan stage, String topic) {
        return plan.isRepartitionTopic(topic)
                ? new Edge(stage.name(), reader(topic), EdgeKind.SHUFFLE, Optional.of(topic))
                : new Edge(stage.name(), topic, EdgeKind.OUTPUT);
    }

    private String reader(String topic) {
        return plan.sources().stream()
                .filter(source -> source.reads(topic))
                .map(source -> plan.stageOf(source.name()).name())
                .findFirst()
                .orElse(topic);
    }

    private void addInputs(StagePlan stage, Node node, Set<Edge> edges) {
        if (node instanceof Node.Source source) {
            source.topics().stream()
                    .filter(topic -> !plan.isRepartitionTopic(topic))
                    .forEach(topic -> edges.add(new Edge(topic, stage.name(), EdgeKind.INPUT)));
            source.pattern().ifPresent(pattern -> edges.add(new Edge(pattern.pattern(), stage.name(), EdgeKind.INPUT)));
        }
        if (node instanceof Node.Operator operator) {
            operator.globalTables().stream()
                    .map(GlobalTable::topic)
                    .forEach(topic -> edges.add(new Edge(topic, stage.name(), EdgeKind.GLOBAL_TABLE)));
        }
    }

    private static TopologyPlan.Stage describe(StagePlan stage) {
        return new TopologyPlan.Stage(
                stage.name(),
                stage.parallelism(),
                stage.nodes().stream()
                        .map(node -> new TopologyPlan.Step(node.name(), kind(node), node.operation()))
                        .toList(),
                stage.stores().stream().map(store -> store.name()).toList());
    }

    /** Returns what {@code node} is without its particulars, which follow a comma, or the word where topics do. */
    private static String kind(Node node) {
        String end = node instanceof Node.Source || node instanceof Node.Sink ? " " : ",";
        return node.operation().split(end, 2)[0];
    }
}
