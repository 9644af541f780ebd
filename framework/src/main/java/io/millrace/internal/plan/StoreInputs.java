package io.millrace.internal.plan;

import io.millrace.state.StoreDefinition;
import io.millrace.topology.Node;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What comes to each store, by whichever node that uses it. Immutable.
 *
 * @param topics whose records come there, by store in the topology's order
 * @param behindLocalShuffles the stores that take records which were moved in memory
 */
record StoreInputs(Map<StoreDefinition<?>, SortedSet<String>> topics, Set<StoreDefinition<?>> behindLocalShuffles) {

    StoreInputs {
        topics = Collections.unmodifiableMap(new LinkedHashMap<>(topics));
        behindLocalShuffles = Set.copyOf(behindLocalShuffles);
    }

    /** Returns the topics whose records come to {@code store}. */
    SortedSet<String> topicsOf(StoreDefinition<?> store) {
        return topics.getOrDefault(store, Collections.emptySortedSet());
    }

    static StoreInputs of(Graph graph) {
        Map<StoreDefinition<?>, SortedSet<String>> topics = new LinkedHashMap<>();
        Set<StoreDefinition<?>> behindLocalShuffles = new HashSet<>();
        for (Node node : graph.nodes()) {
            if (node instanceof Node.Operator operator) {
                boolean local = graph.before(operator).stream().anyMatch(Graph::isLocalShuffle);
                for (StoreDefinition<?> store : operator.stores()) {
                    SortedSet<String> inputs = topics.computeIfAbsent(store, any -> new TreeSet<>());
                    graph.sourcesOf(operator).forEach(source -> inputs.addAll(source.topics()));
                    if (local) {
                        behindLocalShuffles.add(store);
                    }
                }
            }
        }
        return new StoreInputs(topics, behindLocalShuffles);
    }
}
