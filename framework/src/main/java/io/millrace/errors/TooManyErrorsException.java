package io.millrace.errors;

import java.time.Duration;

/**
 * So many records failed that it is not the records that are wrong. The topology stops before it has given up all of its input, and
 * stays down until somebody has looked.
 */
public final class TooManyErrorsException extends StartRefusedException {

    private final RecordFailedException last;

    /** {@code last} is the failure that was one too many. */
    public TooManyErrorsException(String topology, int maxErrors, Duration window, RecordFailedException last) {
        super(
                ("Topology '%s' has skipped or dead-lettered more than %d records within %s, the last in stage '%s' at '%s', of topic"
                                + " '%s', partition %d, offset %d (%s). Mend what makes them fail and start it"
                                + " again: it goes on from its last checkpoint. If so many may fail, raise 'millrace.errors.circuit.max-errors'"
                                + " (ErrorSettings.withCircuit).")
                        .formatted(
                                topology,
                                maxErrors,
                                window,
                                last.stage(),
                                last.node(),
                                last.topic(),
                                last.partition(),
                                last.offset(),
                                last.getCause() == null
                                        ? "unknown"
                                        : last.getCause().getClass().getSimpleName()));
        this.last = last;
        initCause(last.getCause());
    }

    /** Returns the failure that was one too many. */
    public RecordFailedException last() {
        return last;
    }
}
