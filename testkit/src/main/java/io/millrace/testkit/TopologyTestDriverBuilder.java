package io.millrace.testkit;

import io.millrace.runtime.TopologySettings;
import io.millrace.topology.Node;
import io.millrace.topology.Topology;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Makes a {@link TopologyTestDriver}. Not thread-safe. */
public final class TopologyTestDriverBuilder {

    private static final Duration CALL_PATIENCE = Duration.ofSeconds(10);
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Topology topology;
    private final Map<String, Integer> topics = new HashMap<>();
    private TopologySettings settings = TopologySettings.defaults();
    private Instant start = START;
    private Duration callPatience = CALL_PATIENCE;
    private int partitions = 1;

    TopologyTestDriverBuilder(Topology topology) {
        this.topology = topology;
    }

    /** Sets the number of partitions of all topics that {@link #topic} says nothing of; default 1. */
    public TopologyTestDriverBuilder partitions(int newPartitions) {
        requireAtLeastOne(newPartitions);
        partitions = newPartitions;
        return this;
    }

    /** Adds a topic that the topology does not name, as where it reads a pattern; or sets the number of partitions of one. */
    public TopologyTestDriverBuilder topic(String topic, int itsPartitions) {
        requireAtLeastOne(itsPartitions);
        topics.put(topic, itsPartitions);
        return this;
    }

    /** Sets how the topology runs; {@code TopologySettings.threads} and {@code restart} mean nothing here. */
    public TopologyTestDriverBuilder settings(TopologySettings newSettings) {
        settings = newSettings;
        return this;
    }

    /** Sets the time on the wall clock at the start; default 2026-01-01T00:00:00Z. */
    public TopologyTestDriverBuilder startingAt(Instant newStart) {
        start = newStart;
        return this;
    }

    /**
     * Sets for how much real time the driver waits for the answers to calls to elsewhere that other threads bring; default 10 s. Give
     * zero where the test completes them itself: then each call of the driver returns while they are under way. Timeouts and the pauses
     * between tries go by the driver's clock.
     */
    public TopologyTestDriverBuilder callPatience(Duration newPatience) {
        if (newPatience.isNegative()) {
            throw new IllegalArgumentException("A patience of %s: give zero or more".formatted(newPatience));
        }
        callPatience = newPatience;
        return this;
    }

    /**
     * Starts the topology.
     *
     * @throws io.millrace.errors.MillraceException if an engine could not start it either
     */
    public TopologyTestDriver build() {
        return new TopologyTestDriver(this);
    }

    Topology topology() {
        return topology;
    }

    TopologySettings settings() {
        return settings;
    }

    Instant start() {
        return start;
    }

    Duration callPatience() {
        return callPatience;
    }

    /** Returns all topics with their numbers of partitions. */
    Map<String, Integer> topics() {
        Map<String, Integer> all = new HashMap<>();
        named().forEach(topic -> all.put(topic, partitions));
        all.putAll(topics);
        return all;
    }

    private Set<String> named() {
        Set<String> named = new TreeSet<>();
        topology.globalTables().forEach(table -> named.add(table.topic()));
        for (Node node : topology.nodes()) {
            if (node instanceof Node.Source source) {
                named.addAll(source.topics());
            } else if (node instanceof Node.Sink sink && sink.destination() instanceof Node.FixedTopic fixed) {
                named.add(fixed.topic());
            }
        }
        return named;
    }

    private static void requireAtLeastOne(int partitions) {
        if (partitions < 1) {
            throw new IllegalArgumentException("%d partitions: give at least 1".formatted(partitions));
        }
    }
}
