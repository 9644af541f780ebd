package io.millrace.internal.kafka;

import io.millrace.runtime.ClientConfig;
import io.millrace.runtime.KafkaClientSupplier;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Makes Kafka's clients from properties that are the same for all of them. Immutable. */
public record PropertiesClientSupplier(Map<String, Object> properties) implements KafkaClientSupplier {

    public PropertiesClientSupplier {
        properties = Map.copyOf(properties);
    }

    @Override
    public Consumer<byte[], byte[]> consumer(ClientConfig config) {
        return new KafkaConsumer<>(config.around(properties), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public Producer<byte[], byte[]> producer(ClientConfig config) {
        return new KafkaProducer<>(producerConfig(config), new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public Admin admin(ClientConfig config) {
        return Admin.create(config.around(properties));
    }

    /** Two producers with one transactional id would fence each other, so the service's own is left out. */
    Map<String, Object> producerConfig(ClientConfig config) {
        Map<String, Object> settings = new HashMap<>(properties);
        settings.remove(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
        return config.around(settings);
    }
}
