package io.millrace.internal.plan;

import io.millrace.topology.Node;
import java.util.List;
import java.util.Map;

/**
 * Gives nodes other inputs, where what they took records from has become several nodes. Immutable.
 *
 * @param ends the nodes to take records from instead, by the names of those that were
 */
record Rewiring(Map<String, String> ends) {

    Node apply(Node node) {
        List<String> inputs = node.inputs().stream()
                .map(input -> ends.getOrDefault(input, input))
                .toList();
        return inputs.equals(node.inputs()) ? node : with(inputs, node);
    }

    private static Node with(List<String> inputs, Node node) {
        if (node instanceof Node.Operator operator) {
            return operator.withInputs(inputs);
        }
        if (node instanceof Node.TableJoin join) {
            return new Node.TableJoin(join.name(), join.operation(), inputs, join.tables(), join.processors());
        }
        if (node instanceof Node.CompleteTable table) {
            return new Node.CompleteTable(table.name(), inputs, table.store(), table.rows());
        }
        if (node instanceof Node.PartitionOperator operator) {
            return new Node.PartitionOperator(operator.name(), operator.operation(), inputs, operator.supplier());
        }
        if (node instanceof Node.AsyncOperator operator) {
            return new Node.AsyncOperator(
                    operator.name(), inputs, operator.options(), operator.call(), operator.fallback());
        }
        if (node instanceof Node.StageBoundary boundary) {
            return new Node.StageBoundary(boundary.name(), inputs, boundary.parallelism());
        }
        if (node instanceof Node.Shuffle shuffle) {
            return new Node.Shuffle(shuffle.name(), inputs, shuffle.parallelism(), shuffle.repartitioning());
        }
        if (node instanceof Node.Sink sink) {
            return new Node.Sink(
                    sink.name(),
                    inputs,
                    sink.destination(),
                    sink.keySerializer(),
                    sink.valueSerializer(),
                    sink.withOutputIds());
        }
        if (node instanceof Node.BatchSink sink) {
            return new Node.BatchSink(sink.name(), inputs, sink.action());
        }
        if (node instanceof Node.WriterSink sink) {
            return new Node.WriterSink(sink.name(), inputs, sink.supplier());
        }
        if (node instanceof Node.ExternalSink sink) {
            return new Node.ExternalSink(sink.name(), inputs, sink.sink(), sink.batched());
        }
        if (node instanceof Node.ReplayFilter filter) {
            return new Node.ReplayFilter(filter.name(), inputs, filter.newest());
        }
        throw new IllegalStateException("'%s' takes no records from other nodes".formatted(node.name()));
    }
}
