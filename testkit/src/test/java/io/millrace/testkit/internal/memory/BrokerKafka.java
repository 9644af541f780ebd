package io.millrace.testkit.internal.memory;

import io.millrace.devbroker.DevBroker;
import io.millrace.devbroker.DevBrokerSettings;
import io.millrace.runtime.ClientConfig;
import io.millrace.runtime.KafkaClientSupplier;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;

/** A real broker, under test. */
final class BrokerKafka implements TestedKafka, KafkaClientSupplier, AutoCloseable {

    /** After 10 s as a rule, brokers look for transactions that are open for too long. */
    private final DevBroker broker = DevBroker.start(DevBrokerSettings.defaults()
            .withPort(0)
            .withControllerPort(0)
            .withServerProperties(Map.of("transaction.abort.timed.out.transaction.cleanup.interval.ms", "500")));

    private final Admin admin = admin(new ClientConfig(Map.of(), Map.of()));

    @Override
    public KafkaClientSupplier clients(String instance) {
        return this;
    }

    @Override
    public String topic(int partitions) {
        String name = "topic-" + UUID.randomUUID();
        admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1)));
        Awaitility.await().ignoreExceptions().until(() -> admin.describeTopics(List.of(name))
                .allTopicNames()
                .get()
                .containsKey(name));
        return name;
    }

    @Override
    public void addPartitions(String topic, int total) {
        admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(total)));
        Awaitility.await()
                .ignoreExceptions()
                .until(() -> admin.describeTopics(List.of(topic)).allTopicNames().get().values().stream()
                        .allMatch(description -> description.partitions().size() == total));
    }

    @Override
    public Duration pollTime() {
        return Duration.ofMillis(50);
    }

    @Override
    public void pass() {
        LockSupport.parkNanos(10_000_000); // here it happens by itself
    }

    @Override
    public Consumer<byte[], byte[]> consumer(ClientConfig config) {
        return new KafkaConsumer<>(around(config), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public Producer<byte[], byte[]> producer(ClientConfig config) {
        return new KafkaProducer<>(around(config), new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public Admin admin(ClientConfig config) {
        return Admin.create(around(config));
    }

    @Override
    public void close() {
        admin.close();
        broker.close();
    }

    private Map<String, Object> around(ClientConfig config) {
        return config.around(new HashMap<>(Map.of("bootstrap.servers", broker.bootstrapServers())));
    }
}
