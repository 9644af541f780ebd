package io.millrace.internal.state;

import io.millrace.errors.StoreSerdeException;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/**
 * One of the user's serdes at work for a store: whatever goes wrong in it becomes a {@link StoreSerdeException}. Thread-safe as
 * far as the serde is.
 *
 * @param topic what the serde is told; registries of schemas name them by it
 * @param what it is for, as "a value"
 */
record StoreSerde<T>(String store, String topic, String what, Serde<T> serde) {

    byte[] bytes(T object) {
        byte[] bytes;
        try {
            bytes = serde.serializer().serialize(topic, object);
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            throw new StoreSerdeException(store, "serialize " + what, e);
        }
        return notNull("serialize", bytes);
    }

    T object(byte[] bytes) {
        T object;
        try {
            object = serde.deserializer().deserialize(topic, bytes);
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            throw new StoreSerdeException(store, "deserialize " + what, e);
        }
        return notNull("deserialize", object);
    }

    /** Returns what to throw for bytes that were never given by the serde. */
    StoreSerdeException unreadable(String reason) {
        return new StoreSerdeException(store, "deserialize " + what, new IllegalArgumentException(reason));
    }

    private <R> R notNull(String direction, @Nullable R result) {
        if (result == null) {
            throw new StoreSerdeException(
                    store, direction + " " + what, new NullPointerException("The serde returned null"));
        }
        return result;
    }
}
