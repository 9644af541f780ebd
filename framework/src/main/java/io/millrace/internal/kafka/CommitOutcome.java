package io.millrace.internal.kafka;

import org.jspecify.annotations.Nullable;

/**
 * What became of an {@link EpochCommit}. Immutable.
 *
 * @param obstacle why it is to be tried again; null if it is durable
 */
record CommitOutcome(@Nullable Exception obstacle) {

    static final CommitOutcome DURABLE = new CommitOutcome(null);

    static CommitOutcome again(Exception obstacle) {
        return new CommitOutcome(obstacle);
    }
}
