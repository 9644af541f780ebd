package io.millrace.internal.exchange;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * No input record, but a timer that fired, or an entry of a table that was told. Immutable.
 *
 * @param what it is, with its article
 * @param key the record key that it belongs to
 * @param bytes makes {@code key} into bytes, on any thread
 */
public record NoRecord(String what, Object key, Function<Object, byte[]> bytes) implements Cause {

    public static NoRecord timer(Object key, Function<Object, byte[]> bytes) {
        return new NoRecord("a timer", key, bytes);
    }

    public static NoRecord toldEntry(Object key, Function<Object, byte[]> bytes) {
        return new NoRecord("a told table", key, bytes);
    }

    /** Returns the key as bytes; null if its serde fails, since whoever asks tells of another failure. */
    public byte @Nullable [] keyBytes() {
        try {
            return bytes.apply(key);
        } catch (RuntimeException | StackOverflowError e) {
            return null;
        }
    }

    /** Names no key: contents of records do not belong into logs. */
    @Override
    public String toString() {
        return "NoRecord[" + what + "]";
    }
}
