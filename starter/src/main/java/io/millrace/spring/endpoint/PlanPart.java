package io.millrace.spring.endpoint;

import io.millrace.runtime.TopologyPlan;

/** How a topology runs: as a graph, and in words. Immutable. */
public record PlanPart(TopologyPlan plan, String explain) {}
