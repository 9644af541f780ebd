package io.millrace.spring.console;

import io.millrace.runtime.TopologyPlan.EdgeKind;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How fast a topology is, by what happened between two views of it. Immutable.
 *
 * @param read records a second that were read from Kafka
 * @param written outputs a second, to topics and elsewhere
 * @param behindTrend by how many records a second it falls behind, over a longer time than the rest; less than 0 where it catches up;
 *     empty where that can't be told yet
 * @param stages in the data's way; none where the engine does not measure
 * @param edges in the plan's order; likewise
 */
record TopologyFlow(
        double read, double written, OptionalDouble behindTrend, List<StageFlow> stages, List<EdgeFlow> edges) {

    TopologyFlow {
        stages = List.copyOf(stages);
        edges = List.copyOf(edges);
    }

    Optional<StageFlow> stage(String name) {
        return stages.stream().filter(stage -> stage.stage().equals(name)).findFirst();
    }

    /**
     * What the workers of a stage spent their time with, in shares that come to 1, and how many records a second it took and gave.
     * Immutable.
     */
    record StageFlow(String stage, double busy, double heldBack, double idle, double in, double out) {}

    /** How many records a second went along an edge. Immutable. */
    record EdgeFlow(String from, String to, EdgeKind kind, Optional<String> through, double perSecond) {}
}
