package io.millrace.processor;

/** The clock that a timer goes by. */
public enum TimeDomain {

    /** The watermark, which follows the timestamps of records. */
    EVENT_TIME,

    /** The wall clock. */
    PROCESSING_TIME
}
