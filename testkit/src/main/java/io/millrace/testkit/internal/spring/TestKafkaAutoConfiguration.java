package io.millrace.testkit.internal.spring;

import io.millrace.testkit.internal.kafka.SharedKafka;
import io.millrace.testkit.kafka.TestKafka;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.CommonClientConfigs;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

/**
 * Points the service of a test with {@code @WithKafka} at the shared Kafka, unless the test has a {@link KafkaConnectionDetails}
 * bean of its own, and gives the test its {@link TestKafka}.
 *
 * <p>It comes before Kafka's own auto-configuration and the development broker's, which both give way to the connection details. All
 * that uses Kafka depends on these and they on the hold, so that Kafka is let go of last.
 */
@AutoConfiguration(
        before = KafkaAutoConfiguration.class,
        beforeName = "io.millrace.devbroker.autoconfigure.DevBrokerAutoConfiguration")
@ConditionalOnClass(KafkaConnectionDetails.class)
@ConditionalOnBean(KafkaRequest.class)
public final class TestKafkaAutoConfiguration {

    TestKafkaAutoConfiguration() {}

    /** Creates the topics at once: the topologies need them when they start. */
    @Bean(destroyMethod = "close")
    @Lazy(false)
    TestKafka testKafka(KafkaConnectionDetails connection, KafkaRequest request, Environment environment) {
        TestKafka kafka = TestKafka.connect(
                clientProperties(connection.getAdmin()), environment.getRequiredProperty("millrace.application-id"));
        Set<String> topics = new LinkedHashSet<>();
        request.topics().forEach(topic -> topics.add(environment.resolveRequiredPlaceholders(topic)));
        kafka.createTopics(topics, request.partitions());
        return kafka;
    }

    private static Map<String, Object> clientProperties(KafkaConnectionDetails.Configuration connection) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(
                CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, String.join(",", connection.getBootstrapServers()));
        String protocol = connection.getSecurityProtocol();
        if (protocol != null && !protocol.isEmpty()) {
            properties.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, protocol);
        }
        return properties;
    }

    /** The shared Kafka, for tests that bring no other. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean(KafkaConnectionDetails.class)
    static class Shared {

        @Bean(destroyMethod = "close")
        SharedKafka.Hold millraceSharedKafka(KafkaRequest request) {
            SharedKafka kafka = request.dedicated() ? SharedKafka.another() : SharedKafka.ofThisJvm();
            return kafka.hold();
        }

        @Bean
        KafkaConnectionDetails millraceSharedKafkaConnectionDetails(SharedKafka.Hold kafka) {
            return new SharedKafkaConnectionDetails(kafka);
        }
    }
}
