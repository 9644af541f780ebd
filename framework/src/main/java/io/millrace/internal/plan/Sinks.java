package io.millrace.internal.plan;

import io.millrace.internal.plan.SinkPlan.Sending;
import io.millrace.runtime.Delivery;
import io.millrace.sink.SinkEffect;
import io.millrace.topology.Node;
import io.millrace.topology.ShuffleDelivery;
import io.millrace.topology.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides how the outputs of each sink leave, and collects what the topology asks for that can't be.
 *
 * <p>Confined to the thread that plans.
 */
final class Sinks {

    private final Topology topology;
    private final Graph graph;
    private final Replays replays;
    private final Delivery delivery;
    private final List<String> problems = new ArrayList<>();
    private final List<SinkPlan> plans;

    Sinks(Topology topology, Graph graph, Replays replays, Delivery delivery) {
        this.topology = topology;
        this.graph = graph;
        this.replays = replays;
        this.delivery = delivery;
        this.plans = graph.nodes().stream().flatMap(node -> plan(node).stream()).toList();
    }

    List<SinkPlan> plans() {
        return plans;
    }

    List<String> problems() {
        return problems;
    }

    private Optional<SinkPlan> plan(Node node) {
        if (node instanceof Node.Sink sink) {
            return Optional.of(plan(sink));
        }
        return node instanceof Node.ExternalSink sink ? Optional.of(plan(sink)) : Optional.empty();
    }

    private SinkPlan plan(Node.Sink sink) {
        return writtenBy(sink).map(shuffle -> ofShuffle(sink, shuffle)).orElseGet(() -> ofOutput(sink));
    }

    /** Returns the shuffle that {@code sink} writes the records of, if it is none of the user's sinks. */
    private Optional<Node.Shuffle> writtenBy(Node.Sink sink) {
        return topology.nodes().stream()
                .filter(Node.Shuffle.class::isInstance)
                .map(Node.Shuffle.class::cast)
                .filter(shuffle -> shuffle.repartitioning().isPresent())
                .filter(shuffle -> shuffle.writer().equals(sink.name()))
                .findFirst();
    }

    private SinkPlan ofShuffle(Node.Sink sink, Node.Shuffle shuffle) {
        if (shuffle.repartitioning().orElseThrow().delivery() == ShuffleDelivery.AT_LEAST_ONCE) {
            return new SinkPlan(sink.name(), Sending.AT_ONCE, false, "the shuffle asks for at-least-once");
        }
        Optional<String> obstacle = replays.obstacle(sink);
        if (obstacle.isPresent()) {
            return new SinkPlan(sink.name(), Sending.WITH_CHECKPOINT, false, obstacle.get());
        }
        refusePattern(sink, "Shuffle " + topology.placeOf(shuffle.name()));
        return new SinkPlan(sink.name(), Sending.AT_ONCE, true, "a replay gives the same records again");
    }

    private SinkPlan ofOutput(Node.Sink sink) {
        if (sink.withOutputIds()) {
            String what = "Sink " + topology.placeOf(sink.name());
            replays.obstacle(sink)
                    .ifPresentOrElse(
                            obstacle -> problems.add(
                                    "%s is to write output ids, but a replay may give other outputs: %s. Leave out withOutputIds(), or end the way with repartition() behind that place."
                                            .formatted(what, obstacle)),
                            () -> refusePattern(sink, what));
        }
        return switch (delivery) {
            case AT_LEAST_ONCE ->
                new SinkPlan(sink.name(), Sending.AT_ONCE, sink.withOutputIds(), "'delivery' is 'at-least-once'");
            case EXACTLY_ONCE ->
                new SinkPlan(
                        sink.name(), Sending.WITH_CHECKPOINT, sink.withOutputIds(), "'delivery' is 'exactly-once'");
        };
    }

    private SinkPlan plan(Node.ExternalSink sink) {
        SinkEffect effect = sink.sink().effect();
        if (effect == SinkEffect.AT_LEAST_ONCE) {
            return new SinkPlan(sink.name(), Sending.IN_BATCHES, false, "the sink does not go by output ids");
        }
        Optional<String> obstacle = replays.obstacle(sink).or(() -> patternBefore(sink)
                .map(source -> "source '%s' reads a pattern, and ids name the input's topic".formatted(source.name())));
        if (effect == SinkEffect.ONCE) {
            obstacle.ifPresent(reason -> problems.add(
                    "Sink %s is to write everything once, but a replay may give other outputs: %s. Let it write at least once, or end the way with repartition() behind that place."
                            .formatted(topology.placeOf(sink.name()), reason)));
        }
        return new SinkPlan(
                sink.name(),
                Sending.IN_BATCHES,
                obstacle.isEmpty(),
                obstacle.orElse("a replay gives the same records again"));
    }

    private Optional<Node.Source> patternBefore(Node sink) {
        return graph.sourcesOf(sink).stream()
                .filter(source -> source.pattern().isPresent())
                .findFirst();
    }

    private void refusePattern(Node.Sink sink, String what) {
        patternBefore(sink)
                .ifPresent(source -> problems.add(
                        "%s gives its records output ids, which tell by the input topic's id, and is behind source %s, which reads a pattern: name its topics."
                                .formatted(what, topology.placeOf(source.name()))));
    }
}
