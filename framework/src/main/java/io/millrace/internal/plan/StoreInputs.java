package io.millrace.internal.plan;

import io.millrace.state.StoreDefinition;
import io.millrace.topology.Node;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The topics whose records come to each store, by whichever node that uses it. Immutable.
 *
 * @param topics by store, in the topology's order
 */
record StoreInputs(Map<StoreDefinition<?>, SortedSet<String>> topics) {

    StoreInputs {
        topics = Collections.unmodifiableMap(new LinkedHashMap<>(topics));
    }

    static StoreInputs of(Graph graph) {
        Map<StoreDefinition<?>, SortedSet<String>> topics = new LinkedHashMap<>();
        for (Node node : graph.nodes()) {
            for (StoreDefinition<?> store : node.stores()) {
                SortedSet<String> inputs = topics.computeIfAbsent(store, any -> new TreeSet<>());
                graph.sourcesOf(node).forEach(source -> inputs.addAll(source.topics()));
            }
        }
        return new StoreInputs(topics);
    }

    /** Returns the topics whose records come to {@code store}. */
    SortedSet<String> topicsOf(StoreDefinition<?> store) {
        return topics.getOrDefault(store, Collections.emptySortedSet());
    }
}
