package io.millrace.runtime;

/**
 * What became of records that failed. Immutable.
 *
 * @param skipped records that were gone on without
 * @param deadLettered records that were sent to the dead-letter topic
 * @param retries tries after the first
 * @param parked records that wait for a retry at this moment, their own or another's of their key
 */
public record ErrorProgress(long skipped, long deadLettered, long retries, long parked) {

    /** Nothing failed. */
    public static final ErrorProgress NONE = new ErrorProgress(0, 0, 0, 0);
}
