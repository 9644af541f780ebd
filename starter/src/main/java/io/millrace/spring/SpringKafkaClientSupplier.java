package io.millrace.spring;

import io.millrace.runtime.ClientConfig;
import io.millrace.runtime.KafkaClientSupplier;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.ConsumerPostProcessor;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.core.ProducerPostProcessor;

/**
 * Makes Kafka clients with the settings, listeners and post-processors of Spring's factories, so that {@code spring.kafka.*},
 * service connections, SSL bundles, customizers and client metrics apply to them.
 *
 * <p>The factories' serializers don't: the engine moves byte arrays. Nor do their transactions and shared producers: each
 * client belongs to the engine alone. Thread-safe.
 */
final class SpringKafkaClientSupplier implements KafkaClientSupplier {

    /** Spring Kafka's own settings configure its serializers only; Kafka would report them as unknown. */
    private static final String SERIALIZER_SETTINGS = "spring.";

    private static final Set<String> SERIALIZERS = Set.of(
            ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
            ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
            ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
            ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG);

    private final ConsumerFactory<?, ?> consumers;
    private final ProducerFactory<?, ?> producers;
    private final KafkaAdmin admins;

    SpringKafkaClientSupplier(ConsumerFactory<?, ?> consumers, ProducerFactory<?, ?> producers, KafkaAdmin admins) {
        this.consumers = consumers;
        this.producers = producers;
        this.admins = admins;
    }

    @Override
    public Consumer<byte[], byte[]> consumer(ClientConfig config) {
        ConsumerFactory<byte[], byte[]> factory = ofBytes(consumers);
        Consumer<byte[], byte[]> consumer = new ListenedConsumer(consumerConfig(config), factory.getListeners());
        for (ConsumerPostProcessor<byte[], byte[]> processor : factory.getPostProcessors()) {
            consumer = processor.apply(consumer);
        }
        return consumer;
    }

    @Override
    public Producer<byte[], byte[]> producer(ClientConfig config) {
        ProducerFactory<byte[], byte[]> factory = ofBytes(producers);
        Producer<byte[], byte[]> producer = new ListenedProducer(producerConfig(config), factory.getListeners());
        for (ProducerPostProcessor<byte[], byte[]> processor : factory.getPostProcessors()) {
            producer = processor.apply(producer);
        }
        return producer;
    }

    @Override
    public Admin admin(ClientConfig config) {
        return Admin.create(adminConfig(config));
    }

    Map<String, Object> consumerConfig(ClientConfig config) {
        return merge(config, withoutSerializers(consumers.getConfigurationProperties()));
    }

    /** The service's transactional id is left out: the engine brings its own where it needs one. */
    Map<String, Object> producerConfig(ClientConfig config) {
        Map<String, Object> settings = withoutSerializers(producers.getConfigurationProperties());
        settings.remove(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
        return merge(config, settings);
    }

    Map<String, Object> adminConfig(ClientConfig config) {
        return merge(config, admins.getConfigurationProperties());
    }

    /** Returns the servers that the clients are given, as text for people. */
    String bootstrapServers() {
        Object servers = admins.getConfigurationProperties().get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG);
        return servers instanceof List<?> list
                ? String.join(",", list.stream().map(String::valueOf).toList())
                : String.valueOf(servers);
    }

    private static Map<String, Object> merge(ClientConfig config, Map<String, Object> settings) {
        Map<String, Object> merged = config.around(settings);
        Object service = settings.get(CommonClientConfigs.CLIENT_ID_CONFIG);
        Object engine = config.defaults().get(CommonClientConfigs.CLIENT_ID_CONFIG);
        if (service != null && engine != null) {
            // Clients of one name would share their metrics, so Spring's factories begin their names with it too.
            merged.put(CommonClientConfigs.CLIENT_ID_CONFIG, service + "-" + engine);
        }
        return merged;
    }

    private static Map<String, Object> withoutSerializers(Map<String, Object> settings) {
        Map<String, Object> kept = new HashMap<>(settings);
        kept.keySet().removeIf(name -> name.startsWith(SERIALIZER_SETTINGS));
        kept.keySet().removeAll(SERIALIZERS);
        return kept;
    }

    /** Listeners and post-processors see the client, never a record, so the types they were declared with don't matter. */
    @SuppressWarnings("unchecked")
    private static ConsumerFactory<byte[], byte[]> ofBytes(ConsumerFactory<?, ?> factory) {
        return (ConsumerFactory<byte[], byte[]>) factory;
    }

    @SuppressWarnings("unchecked")
    private static ProducerFactory<byte[], byte[]> ofBytes(ProducerFactory<?, ?> factory) {
        return (ProducerFactory<byte[], byte[]>) factory;
    }
}
