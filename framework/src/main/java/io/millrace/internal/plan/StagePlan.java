package io.millrace.internal.plan;

import io.millrace.state.StoreDefinition;
import io.millrace.topology.Node;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Nodes that run together on one worker, and on how many such workers. Immutable.
 *
 * @param declared whether the topology begins this stage with {@code stage(...)} or {@code mapAsync(...)}
 * @param nodes in the topology's order, each behind its inputs
 */
public record StagePlan(String name, int parallelism, boolean declared, List<Node> nodes) {

    public StagePlan {
        nodes = List.copyOf(nodes);
    }

    /** Returns the stores of its nodes, each once. */
    public List<StoreDefinition<?>> stores() {
        return nodes.stream()
                .<StoreDefinition<?>>flatMap(node -> node.stores().stream())
                .distinct()
                .toList();
    }

    /** Returns those of its nodes that are sinks, and not Kafka. */
    public List<Node.ExternalSink> externalSinks() {
        return nodes.stream()
                .filter(Node.ExternalSink.class::isInstance)
                .map(Node.ExternalSink.class::cast)
                .toList();
    }

    /**
     * Returns how records from other stages are spread over its workers. A key-value store may be asked for any key, so that
     * all records of a partition have to find the same one.
     */
    public Routing routing() {
        boolean fromSource = nodes.stream().anyMatch(Node.Source.class::isInstance);
        boolean byRecordKey = !stores().isEmpty()
                && stores().stream().allMatch(store -> store.kind().isByRecordKey());
        return byRecordKey && !fromSource ? Routing.BY_KEY : Routing.BY_PARTITION;
    }

    /** Returns the position of the node named {@code name} in this stage, if it has it. */
    public OptionalInt indexOf(String name) {
        return IntStream.range(0, nodes.size())
                .filter(index -> nodes.get(index).name().equals(name))
                .findFirst();
    }
}
