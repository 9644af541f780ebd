package io.millrace.spring.view;

import io.millrace.runtime.EdgeMetrics;
import io.millrace.runtime.TopologyPlan;
import io.millrace.runtime.TopologyPlan.EdgeKind;
import java.util.Optional;

/**
 * What went along an edge of the plan. Immutable.
 *
 * @param through the topic of a shuffle
 * @param records how many
 * @param laneFill how full the fullest lane at its end is now, from 0 to 1; 0 where it has none
 */
public record EdgeView(String from, String to, EdgeKind kind, Optional<String> through, long records, double laneFill) {

    static EdgeView of(EdgeMetrics metrics) {
        TopologyPlan.Edge edge = metrics.edge();
        return new EdgeView(edge.from(), edge.to(), edge.kind(), edge.through(), metrics.records(), metrics.laneFill());
    }
}
