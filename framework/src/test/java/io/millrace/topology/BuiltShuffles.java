package io.millrace.topology;

import java.util.List;

/** The shuffles of a topology as {@code builder} builds it when it is asked. */
record BuiltShuffles(TopologyBuilder builder) {

    /** Returns each with its inputs, as {@code score <- [by-value]}. */
    List<String> all() {
        return nodes().stream()
                .map(shuffle -> shuffle.name() + " <- " + shuffle.inputs())
                .toList();
    }

    /** Returns the names of those that move records. */
    List<String> moving() {
        return nodes().stream()
                .filter(shuffle -> shuffle.repartitioning().isPresent())
                .map(Node.Shuffle::name)
                .toList();
    }

    /** Returns that of one of those that move records, by its number from 0. */
    Node.Repartitioning repartitioning(int number) {
        return nodes().stream()
                .flatMap(shuffle -> shuffle.repartitioning().stream())
                .toList()
                .get(number);
    }

    private List<Node.Shuffle> nodes() {
        return builder.build().nodes().stream()
                .filter(Node.Shuffle.class::isInstance)
                .map(Node.Shuffle.class::cast)
                .toList();
    }
}
