package io.millrace.internal.plan;

import io.millrace.topology.Node;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The nodes that a run is made of: the topology's, where shuffles have become what they are done by. Immutable. */
record Graph(List<Node> nodes) {

    Graph {
        nodes = List.copyOf(nodes);
    }

    /** Returns the sources whose records come to {@code node} without passing a topic on the way. */
    Set<Node.Source> sourcesOf(Node node) {
        Set<String> before = new HashSet<>(Set.of(node.name()));
        Set<Node.Source> sources = new LinkedHashSet<>();
        for (int index = nodes.size() - 1; index >= 0; index--) {
            Node candidate = nodes.get(index);
            if (before.contains(candidate.name())) {
                before.addAll(candidate.inputs());
                if (candidate instanceof Node.Source source) {
                    sources.add(source);
                }
            }
        }
        return sources;
    }
}
