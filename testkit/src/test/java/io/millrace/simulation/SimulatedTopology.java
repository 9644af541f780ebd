package io.millrace.simulation;

import io.millrace.topology.Topology;
import java.util.List;
import java.util.Map;

/**
 * A topology, and what is to be expected of it. Immutable.
 *
 * @param inputs the topics that it reads, its own aside
 * @param text how it is made, for whoever reads of its failure
 */
record SimulatedTopology(
        Topology topology, List<String> inputs, List<Store> stores, List<Sink> sinks, List<Table> tables, String text) {

    SimulatedTopology {
        inputs = List.copyOf(inputs);
        stores = List.copyOf(stores);
        sinks = List.copyOf(sinks);
        tables = List.copyOf(tables);
    }

    String name() {
        return topology.name();
    }

    /**
     * A point of a topology, and what passes it. Immutable.
     *
     * @param ways that records come by
     * @param stamps how many stamps each record has of a store before that has taken it in
     */
    record Point(List<Way> ways, Map<String, Integer> stamps) {
        Point {
            ways = List.copyOf(ways);
            stamps = Map.copyOf(stamps);
        }
    }

    /** A store of {@link Folds} by key. */
    record Store(String name, Point before) {}

    /** An output topic. */
    record Sink(String topic, Point before) {}

    /** Where batches go. */
    record Table(BatchTable rows, Point before) {}

    /** An input topic and what is in it; {@code withReplays} if records of it come again, which are to be left out. */
    record Origin(String topic, Point end, boolean withReplays) {

        /** Returns a topic that is written from outside. */
        static Origin ofInput(String topic) {
            Point end = new Point(List.of(new Way(topic, List.of())), Map.of());
            return new Origin(topic, end, topic.equals(Inputs.REPEATING));
        }
    }
}
