package io.millrace.internal.kafka;

import io.millrace.errors.KafkaClientException;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;

/** Makes the clients of a run, and says which of them Kafka refuses, and why. Immutable. */
record ClientMaker(String topology) {

    /**
     * Returns what {@code supplier} makes.
     *
     * @param client what that is, for people
     * @throws KafkaClientException if Kafka refuses the client's settings
     */
    <T> T make(String client, Supplier<T> supplier) {
        try {
            return supplier.get();
        } catch (KafkaException e) {
            Throwable root = e;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            throw new KafkaClientException(topology, client, String.valueOf(root.getMessage()), e);
        }
    }
}
