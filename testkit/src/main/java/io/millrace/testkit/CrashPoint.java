package io.millrace.testkit;

/**
 * A moment of a commit at which a process may end, in their order; see {@link TopologyTestDriver#crashAt}.
 *
 * <p>Up to {@link #AFTER_OFFSETS} nothing of the epoch becomes durable, and it is processed again after the restart. From {@link
 * #BEFORE_ANSWER} on all of it is. Without state there is no moment between changes and markers; if outputs are delivered at least
 * once, too, offsets are all that is committed, and the first four are the same moment.
 */
public enum CrashPoint {

    /** All outputs of the epoch that leave at once are written; the transaction is about to begin. */
    BEFORE_CHANGES,

    /** The outputs that leave with the checkpoint, and the changes of the first store, are in the transaction, and no marker yet. */
    AFTER_CHANGES,

    /** All changes and markers are in the transaction, and no offset yet. */
    AFTER_MARKERS,

    /** Everything is in the transaction, and it is not committed. */
    AFTER_OFFSETS,

    /** Kafka has taken the commit; its answer is on the way. */
    BEFORE_ANSWER,

    /** Kafka's answer has come. */
    AFTER_COMMIT
}
