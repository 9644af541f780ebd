package io.millrace.internal.kafka;

/** What to do after a transaction has failed. */
enum CommitReaction {
    /** Abort it: the producer stays usable. */
    ABORT,
    /** Give the producer up, and find out with a new one of the same name whether the transaction was committed. */
    NEW_PRODUCER,
    /** Fail: trying again would not help, or nobody knows whether it would. */
    FAIL
}
