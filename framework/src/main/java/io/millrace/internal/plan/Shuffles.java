package io.millrace.internal.plan;

import io.millrace.internal.plan.ShufflePlan.Kind;
import io.millrace.runtime.ShuffleMode;
import io.millrace.topology.Node;
import io.millrace.topology.StartPosition;
import io.millrace.topology.TimePolicy;
import io.millrace.topology.Topology;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Turns the shuffles of a topology into what they are done by: nothing where records are where they belong, a stage that takes
 * them by key, or a topic that is written and read. Where a shuffle stood, a node of its name takes its records.
 */
final class Shuffles {

    private final String group;
    private final ShuffleMode mode;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, String> stageNames = new HashMap<>();
    private final Map<String, String> ends = new HashMap<>();
    private final Map<String, Node.Shuffle> moving = new HashMap<>();
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
        return new Graph(nodes, stageNames);
    }

    /** Returns what became of each shuffle; the topics' numbers of partitions are not agreed on yet. */
    List<ShufflePlan> plans() {
        return plans;
    }

    private void add(Node given) {
        Node node = new Rewiring(ends).apply(given);
        if (!(node instanceof Node.Shuffle shuffle)) {
            nodes.add(node);
        } else if (shuffle.repartitioning().isPresent()) {
            addMoving(shuffle, shuffle.repartitioning().get());
        } else {
            addStaying(shuffle, Optional.ofNullable(moving.get(given.inputs().get(0))));
        }
    }

    private void addMoving(Node.Shuffle shuffle, Node.Repartitioning repartitioning) {
        moving.put(shuffle.name(), shuffle);
        if (mode == ShuffleMode.LOCAL) {
            addLocal(shuffle, repartitioning);
        } else {
            addDurable(shuffle, repartitioning);
        }
    }

    /** Adds a grouping of keys that are together; {@code shared} is the shuffle that it is right behind, if it is. */
    private void addStaying(Node.Shuffle grouping, Optional<Node.Shuffle> shared) {
        if (shared.isEmpty()) {
            addProvenAway(grouping, keysStay(grouping));
        } else if (mode == ShuffleMode.LOCAL && grouping.parallelism().isPresent()) {
            Node.Repartitioning repartitioning = shared.get().repartitioning().orElseThrow();
            addLocal(
                    new Node.Shuffle(
                            grouping.name(),
                            shared.get().inputs(),
                            grouping.parallelism(),
                            Optional.of(repartitioning)),
                    repartitioning);
        } else {
            Rewiring toReader =
                    new Rewiring(Map.of(ends.getOrDefault(shared.get().name(), ""), filter(shared.get())));
            addProvenAway(
                    toReader.apply(grouping),
                    "it shares shuffle '%s'".formatted(shared.get().name()));
        }
    }

    private void addProvenAway(Node grouping, String reason) {
        nodes.add(grouping);
        plans.add(new ShufflePlan(grouping.name(), Kind.PROVEN_AWAY, reason, Optional.empty()));
    }

    private void addLocal(Node.Shuffle shuffle, Node.Repartitioning repartitioning) {
        nodes.add(shuffle);
        plans.add(new ShufflePlan(
                shuffle.name(),
                Kind.LOCAL,
                "%s, and 'shuffle' is 'local'".formatted(repartitioning.cause()),
                Optional.empty()));
    }

    private void addDurable(Node.Shuffle shuffle, Node.Repartitioning repartitioning) {
        String topic = ShufflePlan.RepartitionTopic.name(group, repartitioning.base());
        Node entry = new Node.Operator(
                shuffle.name(), "shuffle by key", shuffle.inputs(), repartitioning.entry(), List.of());
        nodes.add(entry);
        nodes.add(new Node.Sink(
                shuffle.writer(),
                List.of(entry.name()),
                new Node.FixedTopic(topic),
                repartitioning.keySerde().serializer(),
                repartitioning.valueSerde().serializer(),
                false));
        nodes.add(new Node.Source(
                shuffle.reader(),
                List.of(topic),
                Optional.empty(),
                repartitioning.keySerde().deserializer(),
                repartitioning.valueSerde().deserializer(),
                StartPosition.earliest(),
                TimePolicy.behind(policiesBefore(entry))));
        String filter = filter(shuffle);
        nodes.add(Node.ReplayFilter.behind(shuffle.reader(), filter));
        if (shuffle.parallelism().isPresent()) {
            nodes.add(new Node.Shuffle(shuffle.beginning(), List.of(filter), shuffle.parallelism(), Optional.empty()));
        }
        boolean beginsStage = shuffle.parallelism().isPresent();
        ends.put(shuffle.name(), beginsStage ? shuffle.beginning() : filter);
        stageNames.put(beginsStage ? shuffle.beginning() : shuffle.reader(), shuffle.name());
        plans.add(new ShufflePlan(
                shuffle.name(),
                Kind.DURABLE,
                repartitioning.cause(),
                Optional.of(
                        new ShufflePlan.RepartitionTopic(topic, repartitioning.partitions(), topicsBefore(entry)))));
    }

    private static String filter(Node.Shuffle shuffle) {
        return Node.ReplayFilter.nameBehind(shuffle.reader());
    }

    private Set<String> topicsBefore(Node node) {
        Set<String> topics = new TreeSet<>();
        graph().sourcesOf(node).forEach(source -> topics.addAll(source.topics()));
        return topics;
    }

    private List<TimePolicy> policiesBefore(Node node) {
        return graph().sourcesOf(node).stream().map(Node.Source::time).toList();
    }

    private String keysStay(Node.Shuffle grouping) {
        return graph().before(grouping).stream()
                .flatMap(node -> moving.values().stream().filter(shuffle -> Set.of(shuffle.name(), shuffle.reader())
                        .contains(node.name())))
                .reduce((first, last) -> last)
                .map(last -> "no operator changes the key behind shuffle '%s'".formatted(last.name()))
                .orElse("no operator changes the key that records are read with");
    }
}
