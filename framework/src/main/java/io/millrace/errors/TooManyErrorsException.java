package io.millrace.errors;

import java.time.Duration;

/**
 * So many records failed that it is not the records that are wrong. The topology stops before it has given up all of its input, and
 * stays down until somebody has looked.
 */
public final class TooManyErrorsException extends StartRefusedException {

    private final MillraceException last;

    /**
     * @param place where the last one failed, and whose it was
     * @param last the failure that was one too many
     */
    public TooManyErrorsException(
            String topology, int maxErrors, Duration window, String place, MillraceException last) {
        super(
                ("Topology '%s' has skipped or dead-lettered more than %d records within %s, the last %s. Mend what makes them"
                                + " fail and start it again: it goes on from its last checkpoint. If so many may fail, raise"
                                + " 'millrace.errors.circuit.max-errors' (ErrorSettings.withCircuit).")
                        .formatted(topology, maxErrors, window, place));
        this.last = last;
        initCause(last.getCause());
    }

    /** Returns the failure that was one too many; a {@link RecordFailedException} unless it was of a timer. */
    public MillraceException last() {
        return last;
    }
}
