package io.millrace.internal.kafka;

import io.millrace.errors.BrokerUnavailableException;
import io.millrace.errors.OutputFailedException;
import io.millrace.errors.WorkerFailedException;
import org.apache.kafka.common.errors.RetriableException;

/** Tells failures of the connection to Kafka, which end by themselves, from those that trying again may not mend. */
public final class ConnectionFailures {

    private ConnectionFailures() {}

    public static boolean isOne(Throwable failure) {
        if (failure instanceof BrokerUnavailableException) {
            return true;
        }
        boolean byKafka = failure instanceof OutputFailedException || failure instanceof WorkerFailedException;
        return byKafka && failure.getCause() instanceof RetriableException;
    }
}
