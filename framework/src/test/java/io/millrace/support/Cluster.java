package io.millrace.support;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** Brokers for tests with topics of their own, and the clients to fill and read them. */
public final class Cluster implements AutoCloseable {

    /** Brokers answer what a consumer asks behind the fetch that they have of it; by default that may take half a second. */
    static final int SHORT_FETCH_MILLIS = 20;

    private static final AtomicInteger TOPICS = new AtomicInteger();

    static {
        // Tests wait for brokers many hundred times: they look again soon, and at once for the first time.
        Awaitility.setDefaultPollDelay(Duration.ZERO);
        Awaitility.setDefaultPollInterval(Duration.ofMillis(20));
    }

    private final String bootstrapServers;
    private final Admin admin;
    private final Producer<String, String> producer;

    /** Connects to brokers that somebody else starts and ends. */
    public Cluster(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        admin = Admin.create(properties());
        producer = new KafkaProducer<>(properties(), new StringSerializer(), new StringSerializer());
    }

    /** Returns the broker that most tests share; it ends with the JVM. */
    public static Cluster shared() {
        return Shared.BROKER.cluster();
    }

    public String bootstrapServers() {
        return bootstrapServers;
    }

    public Map<String, Object> properties() {
        return new HashMap<>(Map.of("bootstrap.servers", bootstrapServers));
    }

    /** Returns the properties of an engine whose dead members are missed soon, and which is soon closed. */
    public Map<String, Object> engineProperties() {
        Map<String, Object> properties = properties();
        properties.put("session.timeout.ms", 6_000);
        properties.put("fetch.max.wait.ms", SHORT_FETCH_MILLIS);
        return properties;
    }

    /** Creates a topic with a name that no other test has. */
    public String topic(String kind, int partitions) {
        String name = "%s-%d".formatted(kind, TOPICS.incrementAndGet());
        createTopic(name, partitions);
        return name;
    }

    public void createTopic(String name, int partitions) {
        get(admin.createTopics(List.of(new NewTopic(name, Optional.of(partitions), Optional.empty())))
                .all());
        Awaitility.await()
                .ignoreExceptions() // the broker gets to know the topic a moment after it was created
                .until(() ->
                        get(admin.describeTopics(List.of(name)).allTopicNames()).containsKey(name));
    }

    /** Waits until all partitions, those of internal topics too, have {@code copies} that are up to date. */
    public void awaitCopies(int copies) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
            Set<String> topics = get(
                    admin.listTopics(new ListTopicsOptions().listInternal(true)).names());
            return get(admin.describeTopics(topics).allTopicNames()).values().stream()
                    .flatMap(topic -> topic.partitions().stream())
                    .allMatch(partition -> partition.isr().size() == copies);
        });
    }

    public void addPartitions(String topic, int total) {
        get(admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(total)))
                .all());
    }

    /** Returns an application name that no other test has, and so a consumer group. */
    public static String application() {
        return "app-" + UUID.randomUUID();
    }

    public void send(String topic, @Nullable Integer partition, @Nullable String key, @Nullable String value) {
        send(new ProducerRecord<>(topic, partition, key, value));
    }

    public void send(ProducerRecord<String, String> record) {
        get(producer.send(record));
    }

    /** Sends {@code count} numbers to all partitions in turn, each under its partition as the key, and waits for them. */
    public void sendNumbers(String topic, int partitions, int first, int count) {
        List<java.util.concurrent.Future<?>> sent = new ArrayList<>();
        for (int number = first; number < first + count; number++) {
            sent.add(producer.send(new ProducerRecord<>(
                    topic, number % partitions, String.valueOf(number % partitions), String.valueOf(number))));
        }
        producer.flush();
        sent.forEach(Cluster::get);
    }

    public Producer<String, String> producer() {
        return producer;
    }

    /** Returns the committed offsets of an application's topology. */
    public Map<TopicPartition, OffsetAndMetadata> committed(String application, String topology) {
        return get(admin.listConsumerGroupOffsets(application + "-" + topology).partitionsToOffsetAndMetadata());
    }

    /** Returns how many records of its input an application's topology has committed, if the input has only records. */
    public long committedRecords(String application, String topology) {
        return committed(application, topology).values().stream()
                .mapToLong(OffsetAndMetadata::offset)
                .sum();
    }

    public Admin admin() {
        return admin;
    }

    @Override
    public void close() {
        producer.close();
        admin.close();
    }

    private static <T> T get(java.util.concurrent.Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private static <T> T get(org.apache.kafka.common.KafkaFuture<T> future) {
        return get(future.toCompletionStage().toCompletableFuture());
    }

    private static final class Shared {
        static final OwnBroker BROKER = OwnBroker.temporary();
    }
}
