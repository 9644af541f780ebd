package io.millrace.spring;

import io.millrace.errors.BrokerUnavailableException;
import io.millrace.errors.MillraceException;

/** No broker answered at the start; names the servers that were asked, which the engine does not know. */
final class UnreachableKafkaException extends MillraceException {

    private final String bootstrapServers;

    UnreachableKafkaException(String bootstrapServers, BrokerUnavailableException cause) {
        super("No Kafka broker answered at '%s'. %s".formatted(bootstrapServers, cause.getMessage()), cause);
        this.bootstrapServers = bootstrapServers;
    }

    String bootstrapServers() {
        return bootstrapServers;
    }
}
