package io.millrace.internal.plan;

import io.millrace.state.StoreKind;
import io.millrace.topology.Node;
import io.millrace.topology.TimeKeeperNode;
import io.millrace.topology.TimestampsNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts behind each source what tells and keeps its event time, where a node behind it needs that. Immutable.
 *
 * @param keeping the names of the sources whose time is kept: those with timers behind them, up to the next topic
 */
record Times(Set<String> keeping) {

    /** Returns {@code graph} with the nodes added. */
    static Graph addedTo(Graph graph) {
        Set<String> keeping = new HashSet<>();
        graph.nodes().stream().filter(Times::hasTimers).forEach(node -> graph.sourcesOf(node)
                .forEach(source -> keeping.add(source.name())));
        return new Times(keeping).added(graph);
    }

    static boolean hasTimers(Node node) {
        return node.stores().stream().anyMatch(store -> store.kind() == StoreKind.TIMERS);
    }

    private Graph added(Graph graph) {
        List<Node> nodes = new ArrayList<>();
        Map<String, String> ends = new HashMap<>();
        for (Node given : graph.nodes()) {
            Node node = new Rewiring(ends).apply(given);
            nodes.add(node);
            if (node instanceof Node.Source source) {
                addBehind(source, nodes);
                ends.put(source.name(), nodes.get(nodes.size() - 1).name());
            }
        }
        return new Graph(nodes, graph.stageNames());
    }

    private void addBehind(Node.Source source, List<Node> nodes) {
        boolean isKept = keeping.contains(source.name());
        if (isKept || source.time().extractor().isPresent()) {
            nodes.add(new TimestampsNode(
                    TimestampsNode.nameBehind(source.name()), List.of(source.name()), source.time()));
        }
        if (isKept) {
            nodes.add(TimeKeeperNode.behind(source.name(), TimestampsNode.nameBehind(source.name()), source.time()));
        }
    }
}
