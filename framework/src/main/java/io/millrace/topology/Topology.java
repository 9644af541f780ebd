package io.millrace.topology;

import io.millrace.state.StoreDefinition;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a {@link TopologyBuilder} built: a checked graph of sources, operators and sinks under a name.
 *
 * <p>The name is part of the consumer group's, so renaming a topology makes it start anew. Immutable; it can be run by
 * several engines at a time.
 */
public final class Topology {

    private final String name;
    private final List<Node> nodes;
    private final List<GlobalTable> globalTables;
    private final Map<String, String> definedAt;

    /** {@code definedAt} has the line of each node. */
    Topology(String name, List<Node> nodes, List<GlobalTable> globalTables, Map<String, String> definedAt) {
        this.name = name;
        this.nodes = List.copyOf(nodes);
        this.globalTables = List.copyOf(globalTables);
        this.definedAt = Map.copyOf(definedAt);
    }

    public String name() {
        return name;
    }

    /** Returns all nodes, each behind those it takes its input from. */
    public List<Node> nodes() {
        return nodes;
    }

    /** Returns the tables that every instance has as a whole, whoever looks into them. */
    public List<GlobalTable> globalTables() {
        return globalTables;
    }

    /** Returns the stores of all nodes, each once. */
    public List<StoreDefinition<?>> stores() {
        return nodes.stream()
                .<StoreDefinition<?>>flatMap(node -> node.stores().stream())
                .distinct()
                .toList();
    }

    /** Returns the sources whose records come to {@code node} without passing a shuffle that moves them. */
    Set<Node.Source> sourcesBehindLastShuffle(Node node) {
        Set<String> before = new HashSet<>(node.inputs());
        Set<Node.Source> sources = new LinkedHashSet<>();
        for (int index = nodes.size() - 1; index >= 0; index--) {
            Node candidate = nodes.get(index);
            if (before.contains(candidate.name()) && !isMove(candidate)) {
                before.addAll(candidate.inputs());
                if (candidate instanceof Node.Source source) {
                    sources.add(source);
                }
            }
        }
        return sources;
    }

    private static boolean isMove(Node node) {
        return node instanceof Node.Shuffle shuffle && shuffle.repartitioning().isPresent();
    }

    /** Returns the name of {@code node} and the line of code where it was defined, as {@code 'count-1' (Cards.java:12)}. */
    public String placeOf(String node) {
        return "'%s' (%s)".formatted(node, definedAt.getOrDefault(node, "unknown line"));
    }

    /** Describes the graph as text for people: a line for each node with what it does, its stores, and what it reads. */
    public String describe() {
        StringBuilder text = new StringBuilder("Topology '").append(name).append("'\n");
        for (GlobalTable table : globalTables) {
            text.append("  ")
                    .append(table.name())
                    .append(" (global table ")
                    .append(table.topic())
                    .append(")\n");
        }
        for (Node node : nodes) {
            text.append("  ")
                    .append(node.name())
                    .append(" (")
                    .append(node.operation())
                    .append(stores(node))
                    .append(lookups(node))
                    .append(')');
            if (!node.inputs().isEmpty()) {
                text.append(" <- ").append(String.join(", ", node.inputs()));
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static String stores(Node node) {
        List<StoreDefinition<?>> stores = node.stores();
        if (stores.isEmpty()) {
            return "";
        }
        return stores.stream()
                .map(StoreDefinition::name)
                .collect(Collectors.joining(", ", stores.size() == 1 ? ", store " : ", stores ", ""));
    }

    private static String lookups(Node node) {
        return node instanceof Node.Operator operator
                ? operator.globalTables().stream()
                        .map(table -> ", looks into " + table.name())
                        .collect(Collectors.joining())
                : "";
    }

    @Override
    public String toString() {
        return "Topology '" + name + "'";
    }
}
