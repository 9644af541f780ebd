package io.millrace.internal.kafka;

import io.millrace.errors.BrokerUnavailableException;
import io.millrace.errors.OutputFailedException;
import io.millrace.errors.WorkerFailedException;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.IllegalGenerationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.StaleMemberEpochException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.apache.kafka.common.errors.TransactionAbortedException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.jspecify.annotations.Nullable;

/** Knows what may be concluded from Kafka's own exceptions. */
public final class KafkaFailures {

    private static final int LONGEST_CHAIN = 10;

    private KafkaFailures() {}

    /** Returns whether {@code failure} is one of the connection to Kafka, which ends by itself. */
    public static boolean isOfConnection(Throwable failure) {
        if (failure instanceof BrokerUnavailableException) {
            return true;
        }
        boolean byKafka = failure instanceof OutputFailedException || failure instanceof WorkerFailedException;
        return byKafka && failure.getCause() instanceof RetriableException;
    }

    /**
     * Returns whether a commit that failed with {@code failure} may succeed later: the broker did not answer, or the member's
     * place in the group changed in between, which does not mean that partitions were taken away.
     */
    static boolean isPassingForCommit(Exception failure) {
        return failure instanceof RetriableException
                || failure instanceof CommitFailedException
                || failure instanceof RebalanceInProgressException
                || failure instanceof StaleMemberEpochException;
    }

    /** Returns what to do after {@code failure} of a transaction; Kafka often wraps it into what the producer says since. */
    static CommitReaction reactionTo(Throwable failure) {
        @Nullable Throwable current = failure;
        for (int depth = 0; current != null && depth < LONGEST_CHAIN; depth++) {
            CommitReaction reaction = reactionToOne(current);
            if (reaction != CommitReaction.FAIL) {
                return reaction;
            }
            current = current.getCause();
        }
        return CommitReaction.FAIL;
    }

    private static CommitReaction reactionToOne(Throwable failure) {
        if (isOfGroup(failure) || failure instanceof TransactionAbortableException) {
            return CommitReaction.ABORT;
        }
        boolean passing = failure instanceof RetriableException || failure instanceof InterruptException;
        boolean producerIsOver = failure instanceof ProducerFencedException
                || failure instanceof InvalidProducerEpochException
                || failure instanceof InvalidPidMappingException
                || failure instanceof InvalidTxnStateException
                || failure instanceof TransactionAbortedException
                || failure instanceof OutOfOrderSequenceException;
        return passing || producerIsOver ? CommitReaction.NEW_PRODUCER : CommitReaction.FAIL;
    }

    /** Returns whether the offsets were refused because our place in the group has changed. */
    private static boolean isOfGroup(Throwable failure) {
        return failure instanceof CommitFailedException
                || failure instanceof RebalanceInProgressException
                || failure instanceof StaleMemberEpochException
                || failure instanceof IllegalGenerationException
                || failure instanceof UnknownMemberIdException
                || failure instanceof FencedInstanceIdException;
    }

    /** Returns whether the message of {@code failure} comes from Kafka and says nothing of a record's content. */
    public static boolean isSafeToQuote(Throwable failure) {
        return failure instanceof KafkaException && !(failure instanceof SerializationException);
    }
}
