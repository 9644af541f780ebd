package io.millrace.devbroker.autoconfigure;

import io.millrace.devbroker.DevBroker;
import java.util.List;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;

/**
 * Points the service's Kafka clients at the development broker.
 *
 * <p>Immutable.
 */
record DevBrokerConnectionDetails(DevBroker broker) implements KafkaConnectionDetails {

    @Override
    public List<String> getBootstrapServers() {
        return List.of(broker.bootstrapServers());
    }

    /** The broker speaks nothing else, whatever {@code spring.kafka.security.protocol} asks of the real cluster. */
    @Override
    public String getSecurityProtocol() {
        return "PLAINTEXT";
    }
}
