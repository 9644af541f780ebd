package io.millrace.internal.plan;

/** How the records that enter a stage are spread over its workers. */
public enum Routing {

    /** All records of an input partition go to one worker. */
    BY_PARTITION,

    /** All records of a key go to one worker, so that there may be more workers than partitions. */
    BY_KEY
}
