package io.millrace.internal.metrics;

import io.millrace.runtime.TopologyPlan.Edge;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The edges of a plan whose records are counted. Immutable.
 *
 * @param inputOf returns the name of the input that a topic is, or belongs to
 */
public record MeteredEdges(List<Edge> all, UnaryOperator<String> inputOf) {

    /** Those of a topology whose workers are not measured. */
    public static final MeteredEdges NONE = new MeteredEdges(List.of(), UnaryOperator.identity());

    public MeteredEdges {
        all = List.copyOf(all);
    }

    List<Edge> from(String stage) {
        return all.stream().filter(edge -> edge.from().equals(stage)).toList();
    }
}
