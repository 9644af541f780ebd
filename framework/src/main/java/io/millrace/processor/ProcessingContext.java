package io.millrace.processor;

import io.millrace.state.StoreDefinition;

/** What a processor of any kind knows of its surroundings. Confined to the worker. */
public interface ProcessingContext {

    /**
     * Returns where the current input record came from.
     *
     * @throws IllegalStateException while no input record is being processed, as when a timer fires, also for what a timer gave rise to
     */
    RecordMetadata recordMetadata();

    /**
     * Returns a store that was declared for this processor, as {@code process(supplier, store)} does. Usable for as long as the
     * processor is, but only while it processes a record.
     *
     * @throws IllegalArgumentException if this processor has no such store
     */
    <S> S getStateStore(StoreDefinition<S> store);

    /**
     * Returns the store named {@code name}.
     *
     * @throws IllegalArgumentException if this processor has no such store
     */
    <S> S getStateStore(String name);

    /** Returns the wall-clock time in milliseconds since the epoch; the manual clock's in tests. */
    long currentSystemTimeMs();

    /**
     * Returns how far event time has come, in milliseconds since the epoch: no record before it is expected any more. {@code
     * Long.MIN_VALUE} as long as nothing is known.
     *
     * @throws IllegalStateException while neither a record is processed nor a timer fires
     */
    long currentWatermarkMs();

    String topology();

    String stage();
}
