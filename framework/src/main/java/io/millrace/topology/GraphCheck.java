package io.millrace.topology;

import io.millrace.state.StoreDefinition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds what is wrong with a graph as a whole, once all its nodes are known.
 *
 * @param deadEndsAllowed nodes whose records need not go anywhere
 */
record GraphCheck(Topology topology, Set<String> deadEndsAllowed) {

    List<String> problems() {
        List<String> found = new ArrayList<>();
        findMissingSources(found);
        findDeadEnds(found);
        findTopicsReadTwice(found);
        findStoresBehindPatterns(found);
        return found;
    }

    private void findMissingSources(List<String> found) {
        if (sources().isEmpty()) {
            found.add("It reads nothing: begin with stream(topic, Consumed.with(keySerde, valueSerde)).");
        }
    }

    private void findDeadEnds(List<String> found) {
        Set<String> read = new HashSet<>();
        topology.nodes().forEach(node -> read.addAll(node.inputs()));
        for (Node node : topology.nodes()) {
            boolean end = node instanceof Node.Sink || deadEndsAllowed.contains(node.name());
            if (!end && !read.contains(node.name())) {
                found.add(("The records of %s go nowhere: end the stream with to(topic), foreach(...), print(...) or"
                                + " process(...).")
                        .formatted(topology.placeOf(node.name())));
            }
        }
    }

    private void findTopicsReadTwice(List<String> found) {
        List<Node.Source> sources = sources();
        for (int second = 0; second < sources.size(); second++) {
            for (int first = 0; first < second; first++) {
                overlap(sources.get(first), sources.get(second), found);
            }
        }
    }

    private void overlap(Node.Source first, Node.Source second, List<String> found) {
        Set<String> twice = new HashSet<>();
        second.topics().stream().filter(first::reads).forEach(twice::add);
        first.topics().stream().filter(second::reads).forEach(twice::add);
        boolean samePattern = first.pattern().isPresent()
                && second.pattern().isPresent()
                && first.pattern().get().pattern().equals(second.pattern().get().pattern());
        if (samePattern) {
            twice.add(first.pattern().get().pattern());
        }
        for (String topic : twice) {
            found.add("Topic '%s' is read by two sources, %s and %s: read it once and use the stream twice."
                    .formatted(topic, topology.placeOf(first.name()), topology.placeOf(second.name())));
        }
    }

    /** A shuffle between them gives a store an input of its own, unless it is done in memory, which the plan has to find out. */
    private void findStoresBehindPatterns(List<String> found) {
        Set<String> behind = new LinkedHashSet<>();
        for (Node node : topology.nodes()) {
            for (Node.Source source : topology.sourcesBehindLastShuffle(node)) {
                if (source.pattern().isPresent()) {
                    node.stores().forEach(store -> behind.add(behindPattern(store, source)));
                }
            }
        }
        found.addAll(behind);
    }

    private String behindPattern(StoreDefinition<?> store, Node.Source source) {
        return "Store '%s' is behind source %s, which reads a pattern: name its topics, since a store is split like the partitions of its input."
                .formatted(store.name(), topology.placeOf(source.name()));
    }

    private List<Node.Source> sources() {
        return topology.nodes().stream()
                .filter(Node.Source.class::isInstance)
                .map(Node.Source.class::cast)
                .toList();
    }
}
