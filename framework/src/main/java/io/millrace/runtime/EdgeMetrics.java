package io.millrace.runtime;

/**
 * What went along an edge of the {@link TopologyPlan}. Immutable.
 *
 * @param records how many since the engine began; of a shuffle those that this instance has sent; never falls
 * @param laneFill how full the fullest lane at its end is now, from 0 to 1; 0 where it has none. All edges that come from topics to a stage
 *     share their lanes.
 */
public record EdgeMetrics(TopologyPlan.Edge edge, long records, double laneFill) {}
