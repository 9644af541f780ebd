package io.millrace.devbroker.autoconfigure;

import io.millrace.devbroker.DevBroker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** The beans of a service whose Kafka is the development broker. */
@Configuration(proxyBeanMethods = false)
@Conditional(NoBootstrapServersCondition.class)
@ConditionalOnMissingBean(KafkaConnectionDetails.class)
class StartedBrokerConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(StartedBrokerConfiguration.class);

    @Bean(destroyMethod = "close")
    DevBroker millraceDevBroker(DevBrokerProperties properties) {
        DevBroker broker = DevBroker.start(properties.settings());
        LOG.warn(
                "Development broker started in this JVM at {} (data in {}). Not for production.",
                broker.bootstrapServers(),
                broker.dataDirectory());
        return broker;
    }

    @Bean
    KafkaConnectionDetails millraceDevBrokerConnectionDetails(DevBroker broker) {
        return new DevBrokerConnectionDetails(broker);
    }
}
