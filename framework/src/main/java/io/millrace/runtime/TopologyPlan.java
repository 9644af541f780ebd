package io.millrace.runtime;

import java.util.List;
import java.util.Optional;

/**
 * How a topology runs, as a graph to be drawn: what each stage does, and which ways records take between topics and stages. Immutable.
 *
 * <p>Each stage is behind those that feed it; so are the edges, by the stages that they begin at or, where they begin at a topic, lead to.
 */
public record TopologyPlan(List<Stage> stages, List<Edge> edges) {

    public TopologyPlan {
        stages = List.copyOf(stages);
        edges = List.copyOf(edges);
    }

    /**
     * Operators that run together on one worker. Immutable.
     *
     * @param workers how many such workers there are
     * @param nodes in the data's way
     * @param stores the names of those that its operators use
     */
    public record Stage(String name, int workers, List<Step> nodes, List<String> stores) {

        public Stage {
            nodes = List.copyOf(nodes);
            stores = List.copyOf(stores);
        }
    }

    /**
     * An operator of the topology. Immutable.
     *
     * @param name unique in the topology
     * @param kind what it is in a word or two: {@code source}, {@code map}, {@code window}, {@code mapAsync}, {@code sink}
     * @param operation what it does, with its particulars: {@code sink alerts}
     */
    public record Step(String name, String kind, String operation) {}

    /**
     * A way that records take. No two of a plan are equal. Immutable.
     *
     * @param from a stage, or a topic or a pattern of topics where it is an {@link EdgeKind#INPUT} or a {@link EdgeKind#GLOBAL_TABLE}
     * @param to a stage; a topic where it is an {@link EdgeKind#OUTPUT}, and the name of the operator where it leads {@link
     *     EdgeKind#ELSEWHERE}
     * @param through the topic of the topology's own that a {@link EdgeKind#SHUFFLE} goes through; empty for all others
     */
    public record Edge(String from, String to, EdgeKind kind, Optional<String> through) {

        public Edge(String from, String to, EdgeKind kind) {
            this(from, to, kind, Optional.empty());
        }
    }

    /** What an edge leads from, and where to. */
    public enum EdgeKind {
        /** From a topic to a stage. */
        INPUT,
        /** From a topic, all of whose entries are in memory, to a stage that looks into them. */
        GLOBAL_TABLE,
        /** From stage to stage, in memory. */
        LANE,
        /** From stage to stage, through a topic of the topology's own, and so to the instance that has the key. */
        SHUFFLE,
        /** From a stage to a topic. */
        OUTPUT,
        /** From a stage to what is not Kafka, or to code that ends the stream. */
        ELSEWHERE
    }
}
