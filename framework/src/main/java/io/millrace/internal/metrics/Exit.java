package io.millrace.internal.metrics;

/** Counts the records that leave a stage by one edge of the plan. Confined to the worker. */
@FunctionalInterface
public interface Exit {

    /** Counts nothing. */
    Exit NONE = () -> {};

    /** A record leaves the stage: to another one, or into a sink. */
    void leave();
}
