package io.millrace.topology;

/** How often records that a shuffle moves through a topic arrive there after a failure. */
public enum ShuffleDelivery {

    /**
     * The default: each counts once. Where a replay is sure to give the same records they are sent at once, and replayed ones
     * are recognised; elsewhere they are sent with the checkpoint. {@code explain()} says which, and why.
     */
    AUTOMATIC,

    /** They are sent at once, and those since the last checkpoint come again after a crash; state behind them counts both. */
    AT_LEAST_ONCE
}
