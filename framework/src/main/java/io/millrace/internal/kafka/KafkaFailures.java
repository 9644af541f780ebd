package io.millrace.internal.kafka;

import io.millrace.errors.BrokerUnavailableException;
import io.millrace.errors.OutputFailedException;
import io.millrace.errors.WorkerFailedException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.RetriableException;

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

    /** Returns whether the message of {@code failure} comes from Kafka and says nothing of a record's content. */
    public static boolean isSafeToQuote(Throwable failure) {
        return failure instanceof ApiException;
    }
}
