package io.millrace.sink.support;

import io.millrace.MillraceEngine;
import io.millrace.devbroker.DevBroker;
import io.millrace.devbroker.DevBrokerSettings;
import io.millrace.runtime.RestartPolicy;
import io.millrace.runtime.TopologySettings;
import io.millrace.runtime.Trigger;
import io.millrace.topology.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.LongSerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** The broker that all tests share, and what fills its topics. Thread-safe. */
public final class Kafka {

    private static final AtomicInteger TOPICS = new AtomicInteger();
    private static @Nullable Kafka shared;

    /** Held, as its lock on its data is. */
    private final DevBroker broker;

    private final Admin admin;
    private final Producer<String, String> producer;
    private final Producer<String, Long> numbers;

    private Kafka() {
        broker = DevBroker.start(DevBrokerSettings.defaults().withPort(0).withControllerPort(0));
        Map<String, Object> properties = Map.of("bootstrap.servers", broker.bootstrapServers());
        admin = Admin.create(properties);
        producer = new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer());
        numbers = new KafkaProducer<>(properties, new StringSerializer(), new LongSerializer());
    }

    /** Returns the one broker; it ends with the JVM. */
    public static synchronized Kafka shared() {
        if (shared == null) {
            shared = new Kafka();
        }
        return shared;
    }

    /** Returns an application name that no other test has, and so a consumer group. */
    public static String application() {
        return "app-" + UUID.randomUUID();
    }

    /** Creates a topic that no other test has. */
    public String topic(int partitions) {
        String name = "in-" + TOPICS.incrementAndGet();
        get(admin.createTopics(List.of(new NewTopic(name, Optional.of(partitions), Optional.empty())))
                .all());
        Awaitility.await()
                .ignoreExceptions() // the broker gets to know the topic a moment after it was created
                .until(() ->
                        get(admin.describeTopics(List.of(name)).allTopicNames()).containsKey(name));
        return name;
    }

    public void send(String topic, int partition, String key, @Nullable String value) {
        producer.send(new ProducerRecord<>(topic, partition, key, value));
    }

    /** Sends a number to the only partition of {@code topic}. */
    public void send(String topic, String key, long value) {
        numbers.send(new ProducerRecord<>(topic, 0, key, value));
    }

    /** Waits until all that was sent is there. */
    public void flush() {
        producer.flush();
        numbers.flush();
    }

    /** Returns the values of all records of {@code topic} that are committed. */
    public List<String> values(String topic) {
        Map<String, Object> properties =
                Map.of("bootstrap.servers", broker.bootstrapServers(), "isolation.level", "read_committed");
        List<String> values = new ArrayList<>();
        try (Consumer<String, String> consumer =
                new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                consumer.poll(Duration.ofMillis(50)).forEach(record -> values.add(record.value()));
            }
        }
        return values;
    }

    /** Returns how many records an application's topology has committed. */
    public long committed(String application, String topology) {
        return get(admin.listConsumerGroupOffsets(application + "-" + topology).partitionsToOffsetAndMetadata())
                .values()
                .stream()
                .mapToLong(OffsetAndMetadata::offset)
                .sum();
    }

    /** Returns settings with short epochs, and restarts without end after short pauses. */
    public static TopologySettings quick() {
        return TopologySettings.defaults()
                .withTrigger(Trigger.realTime(Duration.ofMillis(200)))
                .withRestart(new RestartPolicy(1_000, Duration.ofMillis(20), Duration.ofMillis(100)));
    }

    /** Returns an engine, started. */
    public MillraceEngine engine(String application, TopologySettings settings, Topology topology) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("bootstrap.servers", broker.bootstrapServers());
        properties.put("fetch.max.wait.ms", 20);
        MillraceEngine engine = MillraceEngine.builder()
                .applicationId(application)
                .kafkaProperties(properties)
                .defaultSettings(settings)
                .topology(topology)
                .build();
        engine.start();
        return engine;
    }

    private static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
