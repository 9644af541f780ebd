package io.millrace.internal.plan;

import io.millrace.topology.Node;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Nodes that run together on one worker, and on how many such workers. Immutable.
 *
 * @param declared whether the topology begins this stage with {@code stage(...)}
 * @param nodes in the topology's order, each behind its inputs
 */
public record StagePlan(String name, int parallelism, boolean declared, List<Node> nodes) {

    public StagePlan {
        nodes = List.copyOf(nodes);
    }

    /** Returns the position of the node named {@code name} in this stage, if it has it. */
    public OptionalInt indexOf(String name) {
        return IntStream.range(0, nodes.size())
                .filter(index -> nodes.get(index).name().equals(name))
                .findFirst();
    }
}
