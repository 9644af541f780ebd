package io.millrace.spring;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.springframework.boot.kafka.autoconfigure.DefaultKafkaConsumerFactoryCustomizer;
import org.springframework.boot.kafka.autoconfigure.DefaultKafkaProducerFactoryCustomizer;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.boot.kafka.autoconfigure.SslBundleSslEngineFactory;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.ProducerFactory;

/**
 * Makes the factories that Spring Boot would make, for services that have several of their own and none of them primary:
 * Boot makes none then.
 *
 * <p>Confined to the thread that builds the application context.
 */
final class KafkaFactories {

    private final KafkaProperties properties;
    private final KafkaConnectionDetails connection;

    KafkaFactories(KafkaProperties properties, KafkaConnectionDetails connection) {
        this.properties = properties;
        this.connection = connection;
    }

    ConsumerFactory<?, ?> consumers(List<DefaultKafkaConsumerFactoryCustomizer> customizers) {
        DefaultKafkaConsumerFactory<?, ?> factory = new DefaultKafkaConsumerFactory<>(
                connected(properties.buildConsumerProperties(), connection.getConsumer()));
        customizers.forEach(customizer -> customizer.customize(factory));
        return factory;
    }

    ProducerFactory<?, ?> producers(List<DefaultKafkaProducerFactoryCustomizer> customizers) {
        DefaultKafkaProducerFactory<?, ?> factory = new DefaultKafkaProducerFactory<>(
                connected(properties.buildProducerProperties(), connection.getProducer()));
        customizers.forEach(customizer -> customizer.customize(factory));
        return factory;
    }

    KafkaAdmin admins() {
        return new KafkaAdmin(connected(properties.buildAdminProperties(), connection.getAdmin()));
    }

    private static Map<String, Object> connected(
            Map<String, Object> settings, KafkaConnectionDetails.Configuration connection) {
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, connection.getBootstrapServers());
        String protocol = connection.getSecurityProtocol();
        if (protocol != null && !protocol.isEmpty()) {
            settings.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, protocol);
        }
        SslBundle bundle = connection.getSslBundle();
        if (bundle != null) {
            settings.put(SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG, SslBundleSslEngineFactory.class);
            settings.put(SslBundle.class.getName(), bundle);
        }
        return settings;
    }
}
