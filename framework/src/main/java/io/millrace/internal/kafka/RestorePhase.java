package io.millrace.internal.kafka;

/** What the restore of a shard waits for. The order matters: what is committed before the end is asked for lies before it. */
enum RestorePhase {
    /** Waits until all inputs are assigned here. */
    INPUTS,
    /** Waits for the committed offsets, which no open transaction may be about to change. */
    OFFSETS,
    /** Waits for the ends of the changelogs, with what is not committed yet. */
    ENDS,
    /** Waits until everything before the ends is loaded; then offsets and markers are compared. */
    LOADING,
    /** Waits to know where the inputs begin. */
    STARTS,
    /** The shard may flow. */
    DONE;

    RestorePhase next() {
        return switch (this) {
            case INPUTS -> OFFSETS;
            case OFFSETS -> ENDS;
            case ENDS -> LOADING;
            case LOADING -> STARTS;
            case STARTS -> DONE;
            case DONE -> throw new IllegalStateException("Nothing follows DONE");
        };
    }
}
