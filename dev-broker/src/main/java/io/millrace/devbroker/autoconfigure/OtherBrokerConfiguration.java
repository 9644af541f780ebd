package io.millrace.devbroker.autoconfigure;

import io.millrace.devbroker.DevBroker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Configuration;

/** Tells once that the development broker was asked for and not started, because Kafka is configured elsewhere. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnMissingBean(DevBroker.class)
class OtherBrokerConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(OtherBrokerConfiguration.class);

    OtherBrokerConfiguration() {
        LOG.info(
                "Development broker not started although 'millrace.dev-broker.enabled' is true: this service has Kafka "
                        + "bootstrap servers or connection details of its own.");
    }
}
