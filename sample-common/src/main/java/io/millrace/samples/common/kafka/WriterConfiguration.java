package io.millrace.samples.common.kafka;

import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.support.ProducerListener;

/** The producer of what a sample writes itself: the service's own settings, but quick to send and quick to give up. */
@Configuration(proxyBeanMethods = false)
class WriterConfiguration {

    @Bean
    KafkaTemplate<String, byte[]> jsonTemplate(ProducerFactory<String, byte[]> factory) {
        KafkaTemplate<String, byte[]> template = new KafkaTemplate<>(
                factory,
                Map.of(
                        ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class,
                        ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class,
                        ProducerConfig.LINGER_MS_CONFIG, 0,
                        ProducerConfig.BUFFER_MEMORY_CONFIG, 8 * 1024 * 1024L,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG, 1_000,
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 3_000,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 5_000));
        // The default one logs the key of every record that Kafka does not take.
        template.setProducerListener(new ProducerListener<>() {});
        return template;
    }
}
