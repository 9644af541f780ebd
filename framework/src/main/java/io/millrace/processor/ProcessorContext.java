package io.millrace.processor;

import io.millrace.state.StoreDefinition;
import org.jspecify.annotations.Nullable;

/** What a {@link Processor} knows of its surroundings, and its way onward. Confined to the worker. */
public interface ProcessorContext<K extends @Nullable Object, V extends @Nullable Object> {

    /** Passes {@code record} to every node that follows. Returns when they, up to the end of the stage, are done. */
    void forward(Record<K, V> record);

    /**
     * Passes {@code record} to the one following node named {@code child}.
     *
     * @throws IllegalArgumentException if no following node has this name
     */
    void forward(Record<K, V> record, String child);

    /**
     * Returns where the current input record came from.
     *
     * @throws IllegalStateException outside {@link Processor#process}
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

    String topology();

    String stage();
}
