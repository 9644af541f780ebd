package io.millrace.processor;

import org.jspecify.annotations.Nullable;

/**
 * User code that sees each record and forwards none, one or many, all under the same key. Since the key stays, what follows may
 * keep state by it.
 *
 * <p>An instance is used by one worker only, one call at a time, so its fields need no locks. It must not block: while it
 * waits, the records behind it wait too.
 */
@FunctionalInterface
public interface FixedKeyProcessor<
        K extends @Nullable Object, VIn extends @Nullable Object, VOut extends @Nullable Object> {

    /** Called once, before the first record; {@code context} stays valid until {@link #close}. */
    default void init(FixedKeyProcessorContext<K, VOut> context) {}

    /** Handles one record. What it throws fails the topology, with the record's place in the message. */
    void process(FixedKeyRecord<K, VIn> record);

    /**
     * Handles a timer of the key {@code timer.key()}, which this processor has set in one of its stores of timers. What it throws
     * fails the topology.
     *
     * @param record of the timer's key and time, without value and headers: what is to be forwarded is made of it
     */
    default void onTimer(Timer<K> timer, FixedKeyRecord<K, @Nullable Void> record) {}

    /** Called once, after the last record; also after a failure. */
    default void close() {}
}
