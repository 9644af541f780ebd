package io.millrace.internal.plan;

import io.millrace.errors.InvalidTopologyException;
import io.millrace.state.StoreDefinition;
import io.millrace.topology.Node;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Finds which inputs share state: those whose records come to the same store, directly or because a third input shares a store
 * with each of them; and all of them where state is not divided.
 */
final class ShardGroups {

    private final String topology;
    private final Graph graph;
    private final Division division;
    private final Map<StoreDefinition<?>, SortedSet<String>> topicsOfStores = new LinkedHashMap<>();
    private final Map<StoreDefinition<?>, String> stagesOfStores = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    private ShardGroups(String topology, Graph graph, Division division) {
        this.topology = topology;
        this.graph = graph;
        this.division = division;
    }

    /**
     * Returns the groups of the topology named {@code topology}, whose nodes are spread over {@code stages}.
     *
     * @throws InvalidTopologyException if a store belongs to several stages
     */
    static List<ShardGroup> of(String topology, Graph graph, List<StagePlan> stages, Division division) {
        ShardGroups groups = new ShardGroups(topology, graph, division);
        stages.forEach(groups::add);
        if (!groups.problems.isEmpty()) {
            throw new InvalidTopologyException(topology, groups.problems);
        }
        return groups.groups();
    }

    private void add(StagePlan stage) {
        for (Node node : stage.nodes()) {
            node.stores().forEach(store -> add(store, node, stage));
        }
    }

    private void add(StoreDefinition<?> store, Node user, StagePlan stage) {
        String other = stagesOfStores.putIfAbsent(store, stage.name());
        if (other != null && !other.equals(stage.name())) {
            problems.add(
                    "Store '%s' is used in two stages, '%s' and '%s': use it in one, since each stage has its own threads."
                            .formatted(store.name(), other, stage.name()));
        }
        SortedSet<String> topics = topicsOfStores.computeIfAbsent(store, any -> new TreeSet<>());
        graph.sourcesOf(user).forEach(source -> topics.addAll(source.topics()));
    }

    private List<ShardGroup> groups() {
        return switch (division) {
            case BY_PARTITION -> overlapping();
            case UNDIVIDED -> List.of(group(allTopics()));
        };
    }

    /** A source that reads a pattern has no names, and no store behind it. */
    private SortedSet<String> allTopics() {
        SortedSet<String> topics = new TreeSet<>();
        for (Node node : graph.nodes()) {
            if (node instanceof Node.Source source) {
                topics.addAll(source.topics());
            }
        }
        return topics;
    }

    private List<ShardGroup> overlapping() {
        List<SortedSet<String>> merged = new ArrayList<>();
        for (SortedSet<String> topics : topicsOfStores.values()) {
            SortedSet<String> group = new TreeSet<>(topics);
            List<SortedSet<String>> joined =
                    merged.stream().filter(other -> overlaps(other, topics)).toList();
            joined.forEach(group::addAll);
            merged.removeAll(joined);
            merged.add(group);
        }
        return merged.stream().map(this::group).toList();
    }

    private ShardGroup group(SortedSet<String> topics) {
        String name = ShardGroup.nameOf(topics);
        List<StorePlan> stores = topicsOfStores.entrySet().stream()
                .filter(entry -> topics.containsAll(entry.getValue()))
                .map(entry -> new StorePlan(entry.getKey(), stagesOfStores.getOrDefault(entry.getKey(), ""), name))
                .toList();
        return new ShardGroup(name, topics, stores, division);
    }

    private static boolean overlaps(Collection<String> some, Collection<String> others) {
        return others.stream().anyMatch(some::contains);
    }
}
