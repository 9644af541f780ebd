package io.millrace.testkit.kafka;

import java.time.Duration;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/**
 * The Kafka clients of one {@link TestKafka}, made when they are needed first and closed together.
 *
 * <p>Thread-safe, but for {@link #close()} beside other calls.
 */
final class TestClients implements AutoCloseable {
    private final Map<String, Object> properties;
    private final Deque<Runnable> closings = new ConcurrentLinkedDeque<>();
    private @Nullable Admin admin;
    private @Nullable Producer<byte[], byte[]> producer;

    TestClients(Map<String, Object> properties) {
        this.properties = Map.copyOf(properties);
    }

    Map<String, Object> properties() {
        return properties;
    }

    synchronized Admin admin() {
        Admin made = admin;
        if (made == null) {
            made = Admin.create(properties);
            admin = made;
            closings.push(made::close);
        }
        return made;
    }

    synchronized Producer<byte[], byte[]> producer() {
        Producer<byte[], byte[]> made = producer;
        if (made == null) {
            Map<String, Object> wanted = new HashMap<>(properties);
            wanted.put(ProducerConfig.LINGER_MS_CONFIG, 0);
            made = new KafkaProducer<>(wanted, new ByteArraySerializer(), new ByteArraySerializer());
            producer = made;
            closings.push(made::close);
        }
        return made;
    }

    <K, V> Consumer<K, V> consumer(Serde<K> keySerde, Serde<V> valueSerde) {
        Map<String, Object> wanted = new HashMap<>(properties);
        wanted.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        wanted.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        // Kafka answers what a test asks next behind the fetch that it holds, for half a second by default.
        wanted.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 20);
        KafkaConsumer<K, V> made = new KafkaConsumer<>(wanted, keySerde.deserializer(), valueSerde.deserializer());
        closings.push(made::close);
        return made;
    }

    /** Creates those of {@code names} that are missing, and returns when clients can find them. */
    void createMissingTopics(Set<String> names, int partitions, Duration timeout) {
        Set<String> missing = new TreeSet<>(names);
        missing.removeAll(topics());
        admin().createTopics(missing.stream()
                        .map(name -> new NewTopic(name, Optional.of(partitions), Optional.empty()))
                        .toList())
                .values()
                .forEach((name, creation) -> Answers.of(
                        creation.toCompletionStage()
                                .exceptionally(TestClients::unlessItExists)
                                .toCompletableFuture(),
                        "Could not create topic '%s'".formatted(name)));
        Deadline deadline = Deadline.in(timeout);
        while (!topics().containsAll(missing)) {
            deadline.pause(
                    () -> "The broker did not know its new topics %s within %s".formatted(missing, deadline.text()));
        }
    }

    /** Returns the partitions of {@code topic}, or fails the test if there is no such topic. */
    List<TopicPartition> partitions(String topic) {
        Set<String> topics = topics();
        if (!topics.contains(topic)) {
            throw new AssertionError(
                    "There is no topic '%s', only %s. Name it in @WithKafka(topics = …), or call createTopic first."
                            .formatted(topic, topics));
        }
        return Answers.of(
                        admin().describeTopics(List.of(topic)).allTopicNames(),
                        "Could not describe topic '%s'".formatted(topic))
                .values()
                .stream()
                .flatMap(description -> description.partitions().stream())
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
    }

    /** Closes all clients, the newest first. */
    @Override
    public void close() {
        for (Runnable closing = closings.poll(); closing != null; closing = closings.poll()) {
            closing.run();
        }
    }

    private Set<String> topics() {
        return new TreeSet<>(Answers.of(admin().listTopics().names(), "Could not list the topics"));
    }

    /** Somebody else may have been faster. */
    private static @Nullable Void unlessItExists(Throwable failure) {
        if (failure instanceof TopicExistsException || failure.getCause() instanceof TopicExistsException) {
            return null;
        }
        throw new CompletionException(failure);
    }
}
