package io.millrace.testkit;

import io.millrace.internal.plan.NearestName;
import io.millrace.runtime.KafkaClientSupplier;
import io.millrace.testkit.internal.memory.MemoryCluster;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/** The in-memory cluster of one driver, with the topics of its test. Confined to the driver's thread. */
final class DriverKafka {

    /** Tests may use any time of event: whether a broker would take it is no matter of the topology. */
    private static final Map<String, String> ANY_TIMESTAMP =
            Map.of(TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG, String.valueOf(Long.MAX_VALUE));

    private final MemoryCluster cluster;
    private final Map<String, Integer> topics;
    private final Map<String, Integer> nextPartition = new HashMap<>();

    /** {@code topics} has the number of partitions of each. */
    DriverKafka(ManualClock clock, Map<String, Integer> topics) {
        this.cluster = new MemoryCluster(clock.ofCluster());
        this.topics = new TreeMap<>(topics);
        topics.forEach((topic, partitions) -> cluster.createTopic(topic, partitions, ANY_TIMESTAMP));
        cluster.whileWaiting(clock::pass);
    }

    /** A record that the test writes. */
    record Input(
            String topic,
            OptionalInt partition,
            byte @Nullable [] key,
            byte @Nullable [] value,
            Headers headers,
            Instant timestamp) {}

    /** Returns the number of partitions of each topic of the test. */
    Map<String, Integer> topics() {
        return topics;
    }

    /**
     * Returns how many partitions {@code topic} has.
     *
     * @throws IllegalArgumentException if there is no such topic
     */
    int partitions(String topic) {
        Integer partitions = topics.get(topic);
        if (partitions == null) {
            throw new IllegalArgumentException(
                    "This test has no topic '%s'. %s Topics that the topology does not name are"
                                    .formatted(topic, NearestName.suggest(topic, topics.keySet()))
                            + " declared with TopologyTestDriver.builder(...).topic(...).");
        }
        return partitions;
    }

    /** Has {@code topic} be one of the test's, which the topology makes for itself. */
    void add(String topic) {
        topics.putIfAbsent(topic, 1);
    }

    /** Returns how many partitions {@code topic} has, which may be one of the topology's own; 0 if there is none. */
    int size(String topic) {
        return cluster.partitions(topic);
    }

    /** @throws IllegalArgumentException if {@code topic} does not have that partition */
    void checkPartition(String topic, int partition) {
        int partitions = partitions(topic);
        if (partition < 0 || partition >= partitions) {
            throw new IllegalArgumentException(
                    "Topic '%s' has %d partitions, numbered from 0; there is no partition %d. TopologyTestDriver.builder(...)"
                                    .formatted(topic, partitions, partition)
                            + ".partitions(...) sets how many there are.");
        }
    }

    KafkaClientSupplier clients(String instance) {
        return cluster.clients(instance);
    }

    /** Takes the connection of process {@code instance} away. */
    void cutOff(String instance) {
        cluster.cutOff(instance);
    }

    void write(Input input) {
        int partition = input.partition().isPresent() ? input.partition().getAsInt() : partition(input);
        checkPartition(input.topic(), partition);
        cluster.append(
                new TopicPartition(input.topic(), partition),
                input.key(),
                input.value(),
                input.timestamp().toEpochMilli(),
                input.headers());
    }

    /** Completes what is under way; returns whether anything was. */
    boolean deliverAll() {
        if (cluster.pending() == 0) {
            return false;
        }
        cluster.deliverAll();
        return true;
    }

    /** As Kafka's default partitioner, but for records without keys, where that has a choice and makes it at random. */
    private int partition(Input input) {
        int partitions = partitions(input.topic());
        byte[] key = input.key();
        return key != null
                ? Utils.toPositive(Utils.murmur2(key)) % partitions
                : nextPartition.merge(input.topic(), 0, (last, first) -> (last + 1) % partitions);
    }
}
