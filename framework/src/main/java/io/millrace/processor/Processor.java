package io.millrace.processor;

import org.jspecify.annotations.Nullable;

/**
 * User code that sees each record and forwards none, one or many.
 *
 * <p>An instance is used by one worker only, one call at a time, so its fields need no locks. It must not block: while it
 * waits, the records behind it wait too.
 */
@FunctionalInterface
public interface Processor<
        KIn extends @Nullable Object,
        VIn extends @Nullable Object,
        KOut extends @Nullable Object,
        VOut extends @Nullable Object> {

    /** Called once, before the first record; {@code context} stays valid until {@link #close}. */
    default void init(ProcessorContext<KOut, VOut> context) {}

    /** Handles one record. What it throws fails the topology, with the record's place in the message. */
    void process(Record<KIn, VIn> record);

    /**
     * Handles a timer of the key {@code timer.key()}, which this processor has set in one of its stores of timers. It may forward
     * records of that key. What it throws fails the topology.
     */
    default void onTimer(Timer<KIn> timer) {}

    /** Called once, after the last record; also after a failure. */
    default void close() {}
}
