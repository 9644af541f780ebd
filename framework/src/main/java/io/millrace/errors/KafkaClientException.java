package io.millrace.errors;

/** A Kafka client can't be made: mostly a setting that Kafka refuses, or a server name that nobody knows. */
public final class KafkaClientException extends MillraceException {

    /** {@code reason} is Kafka's own. */
    public KafkaClientException(String topology, String client, String reason, Throwable cause) {
        super("Topology '%s' can't make its Kafka %s: %s".formatted(topology, client, reason), cause);
    }
}
