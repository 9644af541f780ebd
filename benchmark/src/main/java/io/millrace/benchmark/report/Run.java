package io.millrace.benchmark.report;

/**
 * Which run it is.
 *
 * <p>Immutable.
 *
 * @param round counted from 1; the runs of one round are compared with each other
 */
public record Run(Discipline discipline, int round, String variant) {
    /** For messages, such as {@code W1 latency, round 2, 'raw'}. */
    String described() {
        return "%s, round %d, '%s'".formatted(discipline.described(), round, variant);
    }
}
