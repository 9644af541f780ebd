package io.millrace.topology;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/**
 * The shuffles of one topology: finds their names, completes what moving records takes, and has groupings of the same records
 * share it.
 *
 * <p>Their numbers are their own, so that no other node's number changes with them: names of stores are made of those.
 *
 * <p>Confined to the thread that defines the topology.
 */
final class ShuffleDeclarations {

    private static final int LONGEST_TOPIC = 249;
    private static final String SHORTEST_PREFIX = "a-";

    private final GraphBuilder graph;
    private final Map<String, String> nodesOfBases = new HashMap<>();
    private final Map<Moved, String> shared = new HashMap<>();
    private int moving;
    private int staying;

    ShuffleDeclarations(GraphBuilder graph) {
        this.graph = graph;
    }

    /**
     * Adds the node behind which the records of {@code point} are grouped by key.
     *
     * @param otherBase what to make names of if the grouping has none
     */
    <K, V> StreamPoint<K, V> group(StreamPoint<K, V> point, Grouped<K, V> grouped, @Nullable String otherBase) {
        return point.keyChangedBy() == null
                ? point.at(addStaying(point.node(), grouped, otherBase))
                : moved(point, grouped, otherBase, new Demand(Needed.KEY_AND_VALUE, "Grouped.with"));
    }

    /**
     * Returns where the records of {@code point} are together by key, to be joined with others.
     *
     * @param base what to make names of; null if the join has none
     * @param remedy the method that serdes can be passed with
     */
    <K extends @Nullable Object, V extends @Nullable Object> StreamPoint<K, V> join(
            StreamPoint<K, V> point, @Nullable String base, Needed needed, String remedy) {
        return point.keyChangedBy() == null
                ? point
                : moved(point, Grouped.<K, V>unnamed(), base, new Demand(needed, remedy));
    }

    private <K extends @Nullable Object, V extends @Nullable Object> StreamPoint<K, V> moved(
            StreamPoint<K, V> point, Grouped<K, V> grouped, @Nullable String otherBase, Demand demand) {
        Names names = names(grouped.name, otherBase);
        Serdes<K, V> serdes = serdes(point, names.node(), demand.remedy());
        Moved moved = new Moved(point.node(), serdes.key(), serdes.value(), grouped.delivery, demand.needed());
        @Nullable String other = shared.get(moved);
        if (other != null) {
            return serdes.behind(graph, addStaying(other, grouped, otherBase));
        }
        String node = addMoving(
                names,
                point.node(),
                parallelism(grouped),
                new Node.Repartitioning(
                        names.base(),
                        "%s may change the key".formatted(graph.placeOf(Objects.requireNonNull(point.keyChangedBy()))),
                        () -> new UngroupableFilter<>(names.node(), demand.needed()),
                        serdes.key(),
                        serdes.value(),
                        OptionalInt.empty(),
                        grouped.delivery));
        shared.put(moved, node);
        return serdes.behind(graph, node);
    }

    /** Adds the node that moves the records of {@code point} to the partitions of their keys. */
    <K extends @Nullable Object, V extends @Nullable Object> StreamPoint<K, V> repartition(
            StreamPoint<K, V> point, Repartitioned<K, V> repartitioned) {
        repartitioned.partitions.stream()
                .filter(partitions -> partitions < 1)
                .forEach(partitions -> graph.problem(
                        "repartition(...) asks for %d partitions: give at least 1.".formatted(partitions)));
        Names names = names(repartitioned.name, null);
        Serdes<K, V> serdes = serdes(
                point.withSerdes(repartitioned.keySerde, repartitioned.valueSerde), names.node(), "Repartitioned.with");
        String node = addMoving(
                names,
                point.node(),
                OptionalInt.empty(),
                new Node.Repartitioning(
                        names.base(),
                        "repartition() asks for it",
                        Operations.pass(),
                        serdes.key(),
                        serdes.value(),
                        repartitioned.partitions,
                        repartitioned.delivery));
        return serdes.behind(graph, node);
    }

    private String addStaying(String input, Grouped<?, ?> grouped, @Nullable String otherBase) {
        String made = otherBase + "-grouping";
        String name = grouped.name != null
                ? grouped.name
                : otherBase != null && GraphBuilder.isLegal(made) ? made : "grouping-" + ++staying;
        OptionalInt parallelism = parallelism(grouped);
        return graph.add(
                name, "grouping", node -> new Node.Shuffle(node, List.of(input), parallelism, Optional.empty()));
    }

    private String addMoving(Names names, String input, OptionalInt parallelism, Node.Repartitioning repartitioning) {
        return graph.add(names.node(), "shuffle", node -> {
            Node.Shuffle shuffle = new Node.Shuffle(node, List.of(input), parallelism, Optional.of(repartitioning));
            List.of(
                            shuffle.writer(),
                            shuffle.reader(),
                            Node.ReplayFilter.nameBehind(shuffle.reader()),
                            TimestampsNode.nameBehind(shuffle.reader()),
                            TimeKeeperNode.nameBehind(shuffle.reader()),
                            shuffle.beginning())
                    .forEach(graph::reserve);
            takeBase(names);
            moving += names.node().equals(numbered()) ? 1 : 0;
            return shuffle;
        });
    }

    private void takeBase(Names names) {
        @Nullable String other = nodesOfBases.putIfAbsent(names.base(), names.node());
        if (other != null) {
            graph.report(
                    "Shuffles %s and %s would write to one topic, named after '%s': give one of the groupings a name."
                            .formatted(graph.placeOf(other), graph.placeOf(names.node()), names.base()));
        }
        String rest = "-%s-repartition".formatted(names.base());
        int shortest = SHORTEST_PREFIX.length() + graph.topology().length() + rest.length();
        if (shortest > LONGEST_TOPIC && GraphBuilder.isLegal(names.base())) {
            graph.report(
                    ("The topic of shuffle %s would be named '<application-id>-%s%s', and Kafka takes %d characters at most:"
                                    + " name the grouping, or give it a shorter name.")
                            .formatted(graph.placeOf(names.node()), graph.topology(), rest, LONGEST_TOPIC));
        }
    }

    private Names names(@Nullable String given, @Nullable String otherBase) {
        if (given != null) {
            return new Names(given, given);
        }
        if (otherBase == null || !GraphBuilder.isLegal(otherBase)) {
            return new Names(numbered(), numbered());
        }
        String made = otherBase + "-shuffle";
        return new Names(GraphBuilder.isLegal(made) ? made : numbered(), otherBase);
    }

    /** Returns the name of the next shuffle that has none: the number counts once the shuffle is added. */
    private String numbered() {
        return "shuffle-" + (moving + 1);
    }

    private OptionalInt parallelism(Grouped<?, ?> grouped) {
        if (grouped.name == null) {
            return OptionalInt.empty();
        }
        graph.refuseTooFewWorkers(grouped.name, grouped.parallelism);
        return OptionalInt.of(grouped.parallelism);
    }

    @SuppressWarnings("unchecked") // a default serde is the user's word that it fits
    private <K extends @Nullable Object, V extends @Nullable Object> Serdes<K, V> serdes(
            StreamPoint<K, V> point, String node, String remedy) {
        return new Serdes<>((Serde<K>) graph.keySerde(point.keySerde(), node, remedy), (Serde<V>)
                graph.valueSerde(point.valueSerde(), node, remedy));
    }

    /** What the node is called, and what the topic's name is made of. */
    private record Names(String node, String base) {}

    /** How records are written and read on the way. */
    private record Serdes<K extends @Nullable Object, V extends @Nullable Object>(Serde<K> key, Serde<V> value) {

        /** Returns the point behind the shuffle {@code node}: keys are where they belong again. */
        StreamPoint<K, V> behind(GraphBuilder graph, String node) {
            return new StreamPoint<>(graph, node, key, value, null);
        }
    }

    /** What is moved and how: who wants the same can have it. */
    private record Moved(
            String node, Serde<?> keySerde, Serde<?> valueSerde, ShuffleDelivery delivery, Needed needed) {}

    /** What is needed of records that are moved, and the method that serdes can be passed with. */
    private record Demand(Needed needed, String remedy) {}
}
