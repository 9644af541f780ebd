package io.millrace.internal.epoch;

import org.jspecify.annotations.Nullable;

/**
 * Where reading of a partition goes on. Immutable.
 *
 * @param offset of the next record to read
 * @param leaderEpoch of the last record read, if known; lets Kafka find out that a log was cut
 * @param batch the last one that was planned
 */
public record Position(long offset, @Nullable Integer leaderEpoch, BatchMark batch) {

    public Position(long offset, @Nullable Integer leaderEpoch) {
        this(offset, leaderEpoch, BatchMark.NONE);
    }

    /** Returns the same place with another batch planned. */
    public Position withBatch(BatchMark newBatch) {
        return new Position(offset, leaderEpoch, newBatch);
    }
}
