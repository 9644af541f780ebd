package io.millrace.errors;

import java.util.List;

/** A topology's definition is wrong; carries everything that is wrong with it, not only the first find. */
public final class InvalidTopologyException extends StartRefusedException {

    private final List<String> problems;

    public InvalidTopologyException(String topology, List<String> problems) {
        super(ProblemList.format("Topology '%s' can't be built".formatted(topology), problems));
        this.problems = List.copyOf(problems);
    }

    /** Returns one sentence or two for each problem: what and where, and what to do. */
    public List<String> problems() {
        return problems;
    }
}
