package io.millrace.topology;

import java.time.Instant;

/**
 * Where a topology begins to read a partition for which its consumer group has no committed offset yet.
 *
 * <p>It applies to the partitions that exist when the group first starts; partitions added to the topic later are always
 * read from their earliest record, so that nothing is missed. Immutable.
 */
public sealed interface StartPosition {

    /** At the oldest record that the topic still holds; the default. */
    static StartPosition earliest() {
        return new Earliest();
    }

    /** After the newest record there is. */
    static StartPosition latest() {
        return new Latest();
    }

    /** At the first record whose timestamp is {@code time} or later, or after the newest record if there is none. */
    static StartPosition timestamp(Instant time) {
        return new Timestamp(time);
    }

    /** See {@link #earliest()}. */
    record Earliest() implements StartPosition {}

    /** See {@link #latest()}. */
    record Latest() implements StartPosition {}

    /** See {@link #timestamp(Instant)}. */
    record Timestamp(Instant time) implements StartPosition {}
}
