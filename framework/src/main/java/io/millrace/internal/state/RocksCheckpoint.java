package io.millrace.internal.state;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How far a database goes. Immutable.
 *
 * @param offset of the changelog up to which it holds everything
 * @param at when that was the changelog's end, in milliseconds since the epoch
 */
record RocksCheckpoint(long offset, long at) {

    /**
     * A changelog keeps the removal of a key for 24 hours; whoever comes later would keep the key. Half of that leaves room for
     * clocks that differ and for a long restore.
     */
    static final Duration USABLE_FOR = Duration.ofHours(12);

    static @Nullable RocksCheckpoint of(byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new RocksCheckpoint(buffer.getLong(), buffer.getLong());
    }

    byte[] bytes() {
        return ByteBuffer.allocate(2 * Long.BYTES).putLong(offset).putLong(at).array();
    }

    /** Returns whether the changelog may have forgotten what happened since. */
    boolean isTooOld(long now) {
        return now - at >= USABLE_FOR.toMillis();
    }
}
