package io.millrace.internal.kafka;

import io.millrace.errors.BrokerUnavailableException;
import io.millrace.errors.OutputFailedException;
import io.millrace.errors.WorkerFailedException;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.StaleMemberEpochException;

/** Knows what may be concluded from Kafka's own exceptions. */
public final class KafkaFailures {

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

    /** Returns whether the message of {@code failure} comes from Kafka and says nothing of a record's content. */
    public static boolean isSafeToQuote(Throwable failure) {
        return failure instanceof KafkaException && !(failure instanceof SerializationException);
    }
}
