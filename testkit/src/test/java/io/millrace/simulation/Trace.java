package io.millrace.simulation;

import java.util.ArrayDeque;
import java.util.Deque;

/** What happened in a run: the last lines, and a digest of all. Confined to the simulation's thread. */
final class Trace {

    private static final int LINES = Integer.getInteger("millrace.simulation.lines", 400);

    private final Deque<String> last = new ArrayDeque<>();
    private long digest = 7;
    private long lines;

    /** Notes a step in which nothing else happened. */
    void idle(long micros, String who, int agent) {
        digest = 31 * (31 * (31 * digest + micros) + who.hashCode()) + agent;
    }

    void add(String line) {
        lines++;
        digest = 31 * digest + line.hashCode();
        last.add(line);
        if (last.size() > LINES) {
            last.remove();
        }
    }

    /** Returns what is another number as soon as anything went another way. */
    long digest() {
        return digest;
    }

    @Override
    public String toString() {
        return "(%d lines, the last:)%n%s".formatted(lines, String.join(System.lineSeparator(), last));
    }
}
