package io.millrace.processor;

import org.jspecify.annotations.Nullable;

/** What a {@link Processor} knows of its surroundings, and its way onward. Confined to the worker. */
public interface ProcessorContext<K extends @Nullable Object, V extends @Nullable Object> extends ProcessingContext {

    /** Passes {@code record} to every node that follows. Returns when they, up to the end of the stage, are done. */
    void forward(Record<K, V> record);

    /**
     * Passes {@code record} to the one following node named {@code child}.
     *
     * @throws IllegalArgumentException if no following node has this name
     */
    void forward(Record<K, V> record, String child);
}
