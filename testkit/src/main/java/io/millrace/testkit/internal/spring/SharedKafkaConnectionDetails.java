package io.millrace.testkit.internal.spring;

import io.millrace.testkit.internal.kafka.SharedKafka;
import java.util.List;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;

/**
 * Points the service's Kafka clients at the shared Kafka.
 *
 * <p>Immutable.
 */
record SharedKafkaConnectionDetails(SharedKafka.Hold kafka) implements KafkaConnectionDetails {

    @Override
    public List<String> getBootstrapServers() {
        return List.of(kafka.bootstrapServers().split(","));
    }

    /** It speaks nothing else, whatever {@code spring.kafka.security.protocol} asks of the real cluster. */
    @Override
    public String getSecurityProtocol() {
        return "PLAINTEXT";
    }
}
