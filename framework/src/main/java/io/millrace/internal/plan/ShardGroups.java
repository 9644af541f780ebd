package io.millrace.internal.plan;

import io.millrace.errors.InvalidTopologyException;
import io.millrace.state.StoreDefinition;
import io.millrace.topology.Node;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Finds which inputs share state: those whose records come to the same store, directly or because a third input shares a store
 * with each of them; and all of them where state is not divided.
 */
final class ShardGroups {

    private final Graph graph;
    private final StoreInputs inputs;
    private final Map<StoreDefinition<?>, String> stagesOfStores = new HashMap<>();
    private final List<String> problems = new ArrayList<>();

    private ShardGroups(Graph graph, StoreInputs inputs) {
        this.graph = graph;
        this.inputs = inputs;
    }

    /**
     * Returns the groups of the topology named {@code topology}, whose nodes are spread over {@code stages}.
     *
     * @throws InvalidTopologyException if a store belongs to several stages
     */
    static List<ShardGroup> of(String topology, Graph graph, StoreInputs inputs, List<StagePlan> stages) {
        ShardGroups groups = new ShardGroups(graph, inputs);
        stages.forEach(stage -> stage.stores().forEach(store -> groups.add(store, stage)));
        if (!groups.problems.isEmpty()) {
            throw new InvalidTopologyException(topology, groups.problems);
        }
        return groups.groups();
    }

    private void add(StoreDefinition<?> store, StagePlan stage) {
        String other = stagesOfStores.putIfAbsent(store, stage.name());
        if (other != null) {
            problems.add(
                    "Store '%s' is used in two stages, '%s' and '%s': use it in one, since each stage has its own threads."
                            .formatted(store.name(), other, stage.name()));
        }
    }

    private List<ShardGroup> groups() {
        boolean undivided = graph.nodes().stream().anyMatch(Graph::isLocalShuffle);
        return undivided
                ? List.of(group(allTopics(), Division.UNDIVIDED))
                : overlapping().stream()
                        .map(topics -> group(topics, Division.BY_PARTITION))
                        .toList();
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

    private List<SortedSet<String>> overlapping() {
        List<SortedSet<String>> merged = new ArrayList<>();
        for (SortedSet<String> topics : inputs.topics().values()) {
            SortedSet<String> group = new TreeSet<>(topics);
            List<SortedSet<String>> joined =
                    merged.stream().filter(other -> overlaps(other, topics)).toList();
            joined.forEach(group::addAll);
            merged.removeAll(joined);
            merged.add(group);
        }
        return merged;
    }

    private ShardGroup group(SortedSet<String> topics, Division division) {
        String name = ShardGroup.nameOf(topics);
        List<StorePlan> stores = inputs.topics().entrySet().stream()
                .filter(entry -> topics.containsAll(entry.getValue()))
                .map(entry -> new StorePlan(entry.getKey(), stagesOfStores.getOrDefault(entry.getKey(), ""), name))
                .toList();
        return new ShardGroup(name, topics, stores, division);
    }

    private static boolean overlaps(Collection<String> some, Collection<String> others) {
        return others.stream().anyMatch(some::contains);
    }
}
