package io.millrace.internal.plan;

import io.millrace.runtime.ShuffleMode;
import io.millrace.topology.Node;
import io.millrace.topology.StartPosition;
import io.millrace.topology.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Turns the shuffles of a topology into what they are done by: nothing where records are where they belong, a stage that takes
 * them by key, or a topic that is written and read.
 */
final class Shuffles {

    private final String group;
    private final ShuffleMode mode;
    private final List<Node> nodes = new ArrayList<>();
    private final List<ShufflePlan> plans = new ArrayList<>();

    private Shuffles(String group, ShuffleMode mode) {
        this.group = group;
        this.mode = mode;
    }

    /** {@code group} is the consumer group that the topics are named after. */
    static Shuffles of(Topology topology, String group, ShuffleMode mode) {
        Shuffles shuffles = new Shuffles(group, mode);
        topology.nodes().forEach(shuffles::add);
        return shuffles;
    }

    /** Returns the topology's nodes, the shuffles replaced. */
    Graph graph() {
        return new Graph(nodes);
    }

    List<ShufflePlan> plans() {
        return plans;
    }

    private void add(Node node) {
        if (!(node instanceof Node.Shuffle shuffle)) {
            nodes.add(node);
            return;
        }
        Node.Repartitioning repartitioning = shuffle.repartitioning().orElse(null);
        if (repartitioning == null) {
            addWithoutMove(shuffle);
        } else if (mode == ShuffleMode.LOCAL) {
            nodes.add(new Node.StageBoundary(shuffle.name(), shuffle.inputs(), shuffle.parallelism()));
            plan(shuffle, ShufflePlan.Kind.LOCAL, "the setting 'shuffle' is 'local'; " + repartitioning.cause());
        } else {
            addTopic(shuffle, repartitioning);
        }
    }

    private void addWithoutMove(Node.Shuffle shuffle) {
        nodes.add(
                shuffle.named()
                        ? new Node.StageBoundary(shuffle.name(), shuffle.inputs(), shuffle.parallelism())
                        : shuffle);
        plan(shuffle, ShufflePlan.Kind.PROVEN_AWAY, "no record has another key than the one it was read with");
    }

    private void addTopic(Node.Shuffle shuffle, Node.Repartitioning repartitioning) {
        String topic = ShufflePlan.RepartitionTopic.name(group, repartitioning.base());
        String source = shuffle.name() + "-read";
        String filter = shuffle.named() ? Node.ReplayFilter.nameBehind(source) : shuffle.name();
        Node.Sink sink = new Node.Sink(
                shuffle.name() + "-write",
                shuffle.inputs(),
                new Node.FixedTopic(topic),
                repartitioning.keySerde().serializer(),
                repartitioning.valueSerde().serializer());
        nodes.add(sink);
        Set<String> inputs = new TreeSet<>();
        graph().sourcesOf(sink).forEach(input -> inputs.addAll(input.topics()));
        nodes.add(new Node.Source(
                source,
                List.of(topic),
                Optional.empty(),
                repartitioning.keySerde().deserializer(),
                repartitioning.valueSerde().deserializer(),
                StartPosition.earliest()));
        nodes.add(Node.ReplayFilter.behind(source, filter));
        if (shuffle.named()) {
            nodes.add(new Node.StageBoundary(shuffle.name(), List.of(filter), shuffle.parallelism()));
        }
        plans.add(new ShufflePlan(
                shuffle.name(),
                ShufflePlan.Kind.DURABLE,
                repartitioning.cause(),
                Optional.of(new ShufflePlan.RepartitionTopic(topic, repartitioning.partitions(), inputs))));
    }

    private void plan(Node.Shuffle shuffle, ShufflePlan.Kind kind, String reason) {
        plans.add(new ShufflePlan(shuffle.name(), kind, reason, Optional.empty()));
    }
}
