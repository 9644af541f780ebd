package io.millrace.internal.plan;

import io.millrace.errors.InvalidTopologyException;
import io.millrace.state.StoreDefinition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Finds which inputs share state: those whose records come to the same store, directly or because a third input shares a store
 * with each of them.
 */
final class ShardGroups {

    private final StoreInputs inputs;
    private final Map<StoreDefinition<?>, String> stagesOfStores = new HashMap<>();
    private final List<String> problems = new ArrayList<>();

    private ShardGroups(StoreInputs inputs) {
        this.inputs = inputs;
    }

    /**
     * Returns the groups of the topology named {@code topology}, whose nodes are spread over {@code stages}.
     *
     * @throws InvalidTopologyException if a store belongs to several stages
     */
    static List<ShardGroup> of(String topology, StoreInputs inputs, List<StagePlan> stages) {
        ShardGroups groups = new ShardGroups(inputs);
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
        List<SortedSet<String>> merged = new ArrayList<>();
        for (SortedSet<String> topics : inputs.topics().values()) {
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
        List<StorePlan> stores = inputs.topics().entrySet().stream()
                .filter(entry -> topics.containsAll(entry.getValue()))
                .map(entry -> new StorePlan(entry.getKey(), stagesOfStores.getOrDefault(entry.getKey(), ""), name))
                .toList();
        boolean divided =
                stores.stream().noneMatch(store -> inputs.behindLocalShuffles().contains(store.definition()));
        return new ShardGroup(name, topics, stores, divided ? Division.BY_PARTITION : Division.UNDIVIDED);
    }

    private static boolean overlaps(Collection<String> some, Collection<String> others) {
        return others.stream().anyMatch(some::contains);
    }
}
