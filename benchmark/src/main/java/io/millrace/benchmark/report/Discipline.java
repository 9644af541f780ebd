package io.millrace.benchmark.report;

/**
 * What engines compete in: a workload in a mode. Only runs of one discipline can be compared.
 *
 * <p>Immutable.
 */
public record Discipline(String workload, Mode mode) {
    /** For tables and messages, such as {@code W1 latency}. */
    public String described() {
        return "%s %s".formatted(workload, mode.optionName());
    }
}
