package io.millrace.internal.kafka;

import io.millrace.errors.KafkaClientException;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;

/** Makes the clients of a run, and says which of them Kafka refuses, and why. Immutable. */
record ClientMaker(String topology) {

    private static final String UNREADABLE_JAAS =
            "'sasl.jaas.config' can't be read: it is '<login module> required <name>=\"<value>\" ...;', with quotes around values and a semicolon at its end";

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
            if (isAboutJaas(root)) {
                throw new KafkaClientException(topology, client, UNREADABLE_JAAS, new KafkaException(UNREADABLE_JAAS));
            }
            throw new KafkaClientException(topology, client, String.valueOf(root.getMessage()), e);
        }
    }

    /** Kafka quotes parts of what it can't read there, which may be parts of a password. */
    private static boolean isAboutJaas(Throwable root) {
        StackTraceElement[] frames = root.getStackTrace();
        return root instanceof IllegalArgumentException
                && frames.length > 0
                && frames[0].getClassName().endsWith(".JaasConfig");
    }
}
