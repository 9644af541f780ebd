package io.millrace.testkit.internal.memory;

import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** Knows why a member may not commit offsets, and what a refusal means for its place in the group. Confined to the test's thread. */
final class CommitRefusals {

    private final MemberState state;

    CommitRefusals(MemberState state) {
        this.state = state;
    }

    /** Returns why the consumer can't commit offsets; null if it can. */
    @Nullable
    KafkaException obstacle() {
        return switch (state.phase()) {
            case STABLE -> null;
            case UNJOINED ->
                new CommitFailedException(
                        "Offset commit cannot be completed since the consumer is not part of an active group for auto partition"
                                + " assignment; it is likely that the consumer was kicked out of the group.");
            case JOINING, SYNCING ->
                new RebalanceInProgressException(
                        "Offset commit cannot be completed since the consumer is undergoing a rebalance for auto partition"
                                + " assignment. You can try completing the rebalance by calling poll() and then retry the operation.");
        };
    }

    /** Returns what the group's refusal means to the member that sent the offsets as it was then. */
    KafkaException refused(Errors error, int sentGeneration, String sentMemberId) {
        boolean same = state.isStill(sentGeneration, sentMemberId);
        if (error == Errors.REBALANCE_IN_PROGRESS) {
            state.requestRejoin();
            return new RebalanceInProgressException(
                    "Offset commit cannot be completed since the consumer group is executing a rebalance at the moment.");
        }
        if (!same && state.is(MemberState.Phase.JOINING)) {
            return new RebalanceInProgressException(
                    "Offset commit cannot be completed since the consumer member's old generation is fenced, it is possible"
                            + " that this consumer has already participated another rebalance and got a new generation");
        }
        if (error == Errors.FENCED_INSTANCE_ID) {
            return same ? new FencedInstanceIdException(error.message()) : new CommitFailedException();
        }
        if (same && error == Errors.UNKNOWN_MEMBER_ID) {
            state.reset();
        } else if (same) {
            state.resetGeneration();
        }
        return new CommitFailedException();
    }
}
