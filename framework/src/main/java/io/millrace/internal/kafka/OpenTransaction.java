package io.millrace.internal.kafka;

import java.time.Instant;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A transaction that has not ended yet, so that readers of committed records get nothing behind its beginning. Immutable.
 *
 * @param partition where it was found
 * @param transactionalId null if no transaction coordinator knows the producer
 * @param startedAt null if that is not known
 * @param ending whether its outcome is decided, so that it ends by itself
 */
record OpenTransaction(
        TopicPartition partition,
        long producerId,
        @Nullable String transactionalId,
        @Nullable Instant startedAt,
        boolean ending) {

    /** Returns whether {@code other} is the same transaction, and not a later one of the same producer. */
    boolean isSame(@Nullable OpenTransaction other) {
        return other != null
                && producerId == other.producerId
                && String.valueOf(startedAt).equals(String.valueOf(other.startedAt));
    }

    @Override
    public String toString() {
        return "'%s' (producer %d) on %s, open since %s"
                .formatted(
                        transactionalId == null ? "unknown" : transactionalId,
                        producerId,
                        partition,
                        startedAt == null ? "an unknown time" : startedAt);
    }
}
