package io.millrace.internal.state;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is asked of one store. Immutable, as long as nobody changes the arrays. */
public sealed interface Lookup {

    /** The entry of a key; in a store with many entries for each record key, all of one's. */
    record OfKey(Object key) implements Lookup {

        public OfKey {
            Objects.requireNonNull(key, "key");
        }
    }

    /** The entries whose keys' serialized bytes lie between two bounds, in their order; null is no bound. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares two of them
    record InRange(byte @Nullable [] from, byte @Nullable [] behind) implements Lookup {

        /** Returns the entries from {@code from} to {@code to}, both included; null is no bound. */
        public static InRange between(byte @Nullable [] from, byte @Nullable [] to) {
            return new InRange(from, to == null ? null : KeyBytes.rightAfter(to));
        }
    }

    /** Whichever entries come first. */
    record Any() implements Lookup {}
}
