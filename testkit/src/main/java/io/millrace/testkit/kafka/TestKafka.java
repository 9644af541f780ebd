package io.millrace.testkit.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka as a test sees it: topics, what it sends and reads there, and how far a topology is. {@link WithKafka} brings it.
 *
 * <pre>{@code
 * TestProducer<String, Payment> payments = kafka.producer("payments", Serdes.String(), paymentSerde);
 * TestConsumer<String, Alert> alerts = kafka.consumer("alerts", Serdes.String(), alertSerde);
 *
 * payments.send("card-1", payment);
 * kafka.awaitCheckpoint("fraud-detection");
 *
 * assertThat(alerts.readAll().values()).containsExactly(alert);
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class TestKafka implements AutoCloseable {
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

    private final TestClients clients;
    private final String applicationId;
    private final Duration timeout;

    private TestKafka(TestClients clients, String applicationId, Duration timeout) {
        this.clients = clients;
        this.applicationId = applicationId;
        this.timeout = timeout;
    }

    /**
     * Returns an access to any Kafka, for tests without {@link WithKafka}.
     *
     * @param clientProperties what Kafka's clients need to connect, at least {@code bootstrap.servers}
     * @param applicationId the application id of the engine whose topologies are waited for
     */
    public static TestKafka connect(Map<String, Object> clientProperties, String applicationId) {
        return new TestKafka(new TestClients(clientProperties), applicationId, DEFAULT_TIMEOUT);
    }

    /** Returns the same with another timeout for all that waits; 30 seconds unless changed. */
    public TestKafka withTimeout(Duration newTimeout) {
        return new TestKafka(clients, applicationId, newTimeout);
    }

    /** Returns where clients connect, as {@code host:port}. */
    public String bootstrapServers() {
        return String.valueOf(clients.properties().get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG));
    }

    /** Returns what Kafka's clients need to connect, as {@code MillraceEngine.builder().kafkaProperties(…)} takes it. */
    public Map<String, Object> clientProperties() {
        return clients.properties();
    }

    /**
     * Returns the application id of the service under test. Without Spring, it is one that no other test has: give it to {@code
     * MillraceEngine.builder().applicationId(…)}.
     */
    public String applicationId() {
        return applicationId;
    }

    /** Creates topic {@code name} unless it exists. */
    public void createTopic(String name, int partitions) {
        createTopics(Set.of(name), partitions);
    }

    /** Creates those of {@code names} that do not exist. */
    public void createTopics(Set<String> names, int partitions) {
        clients.createMissingTopics(names, partitions, timeout);
    }

    /** Creates a topic that no other test has, and returns its name: {@code prefix} with a suffix. */
    public String createUniqueTopic(String prefix, int partitions) {
        String name = prefix + "-" + UUID.randomUUID();
        createTopic(name, partitions);
        return name;
    }

    /** Returns a way to write to {@code topic}, which has to exist. */
    public <K extends @Nullable Object, V extends @Nullable Object> TestProducer<K, V> producer(
            String topic, Serde<K> keySerde, Serde<V> valueSerde) {
        clients.partitions(topic);
        return new TestProducer<>(topic, keySerde, valueSerde, clients.producer());
    }

    /** Returns a way to read what is written to {@code topic} from now on; it has to exist. */
    public <K extends @Nullable Object, V extends @Nullable Object> TestConsumer<K, V> consumer(
            String topic, Serde<K> keySerde, Serde<V> valueSerde) {
        List<TopicPartition> partitions = clients.partitions(topic);
        return new TestConsumer<>(topic, clients.consumer(keySerde, valueSerde), partitions, timeout);
    }

    /**
     * Returns when topology {@code topology} of {@link #applicationId()} has committed all that its input topics have by now. All
     * that it makes of that has been written then, and it is not read again after a crash.
     *
     * <p>Takes at least until the epoch in hand ends, so the topology's trigger should be a short one in tests, such as {@code
     * real-time 200ms}. Fails the test with the partitions that are left if it takes longer than the timeout.
     */
    public void awaitCheckpoint(String topology) {
        GroupProgress group = new GroupProgress(clients.admin(), applicationId + "-" + topology);
        new CheckpointWait(topology, group, timeout).await();
    }

    /** Closes all clients, those of producers and consumers too. {@link WithKafka} does it at the end. */
    @Override
    public void close() {
        clients.close();
    }
}
