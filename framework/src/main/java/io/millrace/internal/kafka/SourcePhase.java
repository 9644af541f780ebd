package io.millrace.internal.kafka;

/** What the source worker does between its start and its end. */
enum SourcePhase {
    /** Reads; the trigger ends epochs. */
    READING,
    /** Reads nothing more; waits until the last barrier can be sent. */
    DRAINING,
    /** Waits until the last epoch is committed. */
    LAST_EPOCH,
    /** All that was read is processed and committed. */
    DRAINED;

    SourcePhase next() {
        return switch (this) {
            case READING -> DRAINING;
            case DRAINING -> LAST_EPOCH;
            case LAST_EPOCH -> DRAINED;
            case DRAINED -> throw new IllegalStateException("Nothing follows DRAINED");
        };
    }
}
