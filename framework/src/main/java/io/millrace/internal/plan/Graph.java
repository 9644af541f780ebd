package io.millrace.internal.plan;

import io.millrace.topology.Node;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The nodes that a run is made of: the topology's, where shuffles have become what they are done by. A shuffle that still has
 * records to move is one in memory. Immutable.
 *
 * @param stageNames the names of stages that begin at a node with another name, by that node's
 */
record Graph(List<Node> nodes, Map<String, String> stageNames) {

    Graph {
        nodes = List.copyOf(nodes);
        stageNames = Map.copyOf(stageNames);
    }

    /** Returns the name of the stage that {@code node} begins. */
    String stageName(Node node) {
        return stageNames.getOrDefault(node.name(), node.name());
    }

    /** Returns the nodes whose records come to {@code node} without passing a topic on the way, in order. */
    List<Node> before(Node node) {
        Set<String> wanted = new HashSet<>(node.inputs());
        LinkedList<Node> found = new LinkedList<>();
        for (int index = nodes.size() - 1; index >= 0; index--) {
            Node candidate = nodes.get(index);
            if (wanted.contains(candidate.name())) {
                wanted.addAll(candidate.inputs());
                found.addFirst(candidate);
            }
        }
        return found;
    }

    /** Returns the sources whose records come to {@code node} without passing a topic on the way. */
    Set<Node.Source> sourcesOf(Node node) {
        Set<Node.Source> sources = new LinkedHashSet<>();
        for (Node before : before(node)) {
            if (before instanceof Node.Source source) {
                sources.add(source);
            }
        }
        return sources;
    }

    /** Returns whether {@code node} moves records in memory. */
    static boolean isLocalShuffle(Node node) {
        return node instanceof Node.Shuffle shuffle && shuffle.repartitioning().isPresent();
    }
}
