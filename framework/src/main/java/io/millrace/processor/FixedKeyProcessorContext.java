package io.millrace.processor;

import org.jspecify.annotations.Nullable;

/** What a {@link FixedKeyProcessor} knows of its surroundings, and its way onward. Confined to the worker. */
public interface FixedKeyProcessorContext<K extends @Nullable Object, V extends @Nullable Object>
        extends ProcessingContext {

    /**
     * Passes {@code record} to every node that follows. Returns when they, up to the end of the stage, are done.
     *
     * @throws IllegalArgumentException if its key is not that of the record in hand, as with one kept from an earlier call
     */
    void forward(FixedKeyRecord<K, V> record);

    /**
     * Passes {@code record} to the one following node named {@code child}.
     *
     * @throws IllegalArgumentException if no following node has this name, or if its key is not that of the record in hand
     */
    void forward(FixedKeyRecord<K, V> record, String child);
}
