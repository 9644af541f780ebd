package io.millrace.devbroker.autoconfigure;

import io.millrace.devbroker.DevBroker;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.context.annotation.Import;

/**
 * Runs a {@link DevBroker} in the service when {@code millrace.dev-broker.enabled} is true and nothing else says where
 * Kafka is: neither {@code spring.kafka.*bootstrap-servers} nor a {@link KafkaConnectionDetails} bean.
 *
 * <p>It comes before Kafka's own auto-configuration, whose admin, consumers and producers take their servers from the
 * {@link KafkaConnectionDetails} bean. They depend on that bean and it on the broker, so the broker stops last.
 */
@AutoConfiguration(before = KafkaAutoConfiguration.class)
@ConditionalOnClass(KafkaConnectionDetails.class)
@ConditionalOnBooleanProperty("millrace.dev-broker.enabled")
@EnableConfigurationProperties(DevBrokerProperties.class)
@Import({StartedBrokerConfiguration.class, OtherBrokerConfiguration.class})
public final class DevBrokerAutoConfiguration {}
