package io.millrace.simulation;

import io.millrace.topology.Topology;
import java.util.List;
import java.util.SortedSet;

/**
 * A topology, and what is to be expected of it. Immutable.
 *
 * @param partitions of all topics
 * @param text how it is made, for whoever reads of its failure
 */
record SimulatedTopology(
        Topology topology, int partitions, List<String> inputs, List<Store> stores, List<Sink> sinks, String text) {

    SimulatedTopology {
        inputs = List.copyOf(inputs);
        stores = List.copyOf(stores);
        sinks = List.copyOf(sinks);
    }

    boolean isStateful() {
        return !stores.isEmpty();
    }

    /** A store of {@link Folds} by key, and the inputs whose records they are of. */
    record Store(String name, SortedSet<String> inputs) {}

    /**
     * An output topic, and the inputs whose records come out there.
     *
     * @param aggregated whether its values are folds only, and else begin with the payload
     */
    record Sink(String topic, SortedSet<String> inputs, boolean aggregated) {}
}
