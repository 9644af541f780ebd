package io.millrace.testkit.internal.memory;

import io.millrace.runtime.ClientConfig;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Makes clients as the engine does. */
final class ContractClients {

    private final TestedKafka kafka;

    ContractClients(TestedKafka kafka) {
        this.kafka = kafka;
    }

    Consumer<byte[], byte[]> consumer(String instance, String group, Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(Map.of(
                ConsumerConfig.GROUP_ID_CONFIG,
                group,
                ConsumerConfig.CLIENT_ID_CONFIG,
                instance,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                List.of(CooperativeStickyAssignor.class),
                ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
                100));
        settings.putAll(more);
        return kafka.clients(instance).consumer(new ClientConfig(Map.of(), settings));
    }

    /** Returns a consumer without a group. */
    Consumer<byte[], byte[]> reader(String isolation) {
        return kafka.clients("reader")
                .consumer(new ClientConfig(
                        Map.of(),
                        Map.of(
                                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                                false,
                                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                                "none",
                                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                                isolation)));
    }

    Producer<byte[], byte[]> producer() {
        return kafka.clients("producer")
                .producer(new ClientConfig(
                        Map.of(),
                        Map.of(ProducerConfig.MAX_BLOCK_MS_CONFIG, 2_000, ProducerConfig.LINGER_MS_CONFIG, 0)));
    }

    Producer<byte[], byte[]> transactional(String id) {
        return transactional(id, 20_000);
    }

    Producer<byte[], byte[]> transactional(String id, int timeoutMillis) {
        return kafka.clients(id)
                .producer(new ClientConfig(
                        Map.of(),
                        Map.of(
                                ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                                id,
                                ProducerConfig.RETRY_BACKOFF_MS_CONFIG,
                                10,
                                ProducerConfig.LINGER_MS_CONFIG,
                                0,
                                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                                10_000,
                                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                                timeoutMillis)));
    }

    Admin admin() {
        return kafka.clients("admin").admin(new ClientConfig(Map.of(), Map.of()));
    }

    static ProducerRecord<byte[], byte[]> record(
            String topic, @Nullable Integer partition, @Nullable String key, String value) {
        return new ProducerRecord<>(topic, partition, bytes(key), bytes(value));
    }

    static byte @Nullable [] bytes(@Nullable String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
