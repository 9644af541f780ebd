package io.millrace.benchmark.run;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The driver's clients and topics on one broker.
 *
 * <p>Thread-safe.
 */
public final class KafkaAccess implements AutoCloseable {
    static final int PARTITIONS = 4;

    private static final Duration ADMIN_TIMEOUT = Duration.ofSeconds(30);

    private final String bootstrap;
    private final Admin admin;

    public KafkaAccess(String bootstrap) {
        this.bootstrap = bootstrap;
        admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap));
    }

    /** Creates topics and returns when all can be used. */
    void createTopics(List<String> names) throws InterruptedException {
        List<NewTopic> topics = names.stream()
                .map(name -> new NewTopic(name, PARTITIONS, (short) 1))
                .toList();
        try {
            admin.createTopics(topics).all().get(ADMIN_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            awaitLeaders(names);
        } catch (ExecutionException | TimeoutException failure) {
            throw new RunFailedException(
                    "Topics %s were not ready within %d s.".formatted(names, ADMIN_TIMEOUT.toSeconds()), failure);
        }
    }

    /** Asks the broker to delete the topics that begin with {@code prefix}, and does not wait: it only spares disk. */
    void deleteTopics(String prefix) {
        admin.listTopics()
                .names()
                .thenApply(names -> admin.deleteTopics(
                        names.stream().filter(name -> name.startsWith(prefix)).toList()));
    }

    /** A producer that sends at once, with {@code more} configuration. */
    KafkaProducer<byte[], byte[]> newProducer(Map<String, Object> more) {
        Map<String, Object> configuration = new HashMap<>();
        configuration.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        configuration.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        configuration.put(ProducerConfig.ACKS_CONFIG, "all");
        configuration.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 15_000);
        configuration.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        configuration.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 20_000);
        configuration.putAll(more);
        return new KafkaProducer<>(configuration, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** A consumer without a group, which sees what was committed only. */
    KafkaConsumer<byte[], byte[]> newConsumer() {
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrap,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        10_000,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** A created topic has no leader for some milliseconds; only leaders can tell offsets. */
    private void awaitLeaders(List<String> names) throws InterruptedException, ExecutionException, TimeoutException {
        long deadline = System.nanoTime() + ADMIN_TIMEOUT.toNanos();
        while (true) {
            try {
                admin.listOffsets(latestOffsets(names)).all().get(ADMIN_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
                return;
            } catch (ExecutionException failure) {
                if (!(failure.getCause() instanceof RetriableException) || System.nanoTime() - deadline >= 0) {
                    throw failure;
                }
                Thread.sleep(50);
            }
        }
    }

    private static Map<TopicPartition, OffsetSpec> latestOffsets(List<String> names) {
        Map<TopicPartition, OffsetSpec> specifications = new HashMap<>();
        for (String name : names) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                specifications.put(new TopicPartition(name, partition), OffsetSpec.latest());
            }
        }
        return specifications;
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(5));
    }
}
