package io.millrace.errors;

/**
 * Decides what becomes of records that failed, where that depends on what was thrown: a constraint that a record breaks is no
 * reason to try again, a database that is away is.
 *
 * <p>Called by the workers, by several at a time. What it throws fails the topology.
 */
@FunctionalInterface
public interface ErrorHandler {

    /** Returns what is to be done. Asked once for each failed try; an answer other than a retry ends the tries. */
    ErrorPolicy handle(RecordError error);

    /**
     * Returns whether it may ever ask for a retry, or decide otherwise about the same record at a replay. A retry lets other records go
     * on, so that a replay may come in another order: where that may be, no output ids are given, and records leave for the topics of
     * shuffles with the checkpoint. Called at the start.
     */
    default boolean mayRetry() {
        return true;
    }
}
