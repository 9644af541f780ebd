package io.millrace.runtime;

/** How often readers of a topology's outputs see each of them after a failure. State is exactly-once in both. */
public enum Delivery {

    /** The default: outputs leave at once. Those since the last checkpoint come again after a crash; none is lost. */
    AT_LEAST_ONCE,

    /**
     * Outputs leave with the checkpoint, in one transaction with the state and the offsets. Who reads {@code read_committed}
     * sees each of them once, when its epoch has ended. Until then they are kept in memory, and count into {@link
     * StateSettings#maxChangedBytes()}; one may take 8 MiB. Topics that are chosen record by record must exist.
     */
    EXACTLY_ONCE
}
