package io.millrace.spring;

/** What properties say of records that fail. */
enum OnError {
    /** The topology stops, and starts again at its last checkpoint. */
    FAIL,

    /** The topology goes on without the record. */
    SKIP,

    /** The record is tried again, and its key waits meanwhile. */
    RETRY,

    /** The record goes to the dead-letter topic. */
    DEAD_LETTER
}
