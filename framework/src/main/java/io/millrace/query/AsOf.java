package io.millrace.query;

/** Which state an answer tells of. */
public enum AsOf {

    /**
     * What the worker has made of all records that it has processed, durable or not. After a crash the records since the last checkpoint
     * are processed again, and what depends on more than their order in their partition may come out otherwise.
     */
    NOW,

    /**
     * What is durable. Only stores of type {@link io.millrace.state.StoreType#ROCKS_DB} that have a changelog still know it: those in
     * memory keep one value of each key, which is that of now.
     */
    LAST_CHECKPOINT
}
