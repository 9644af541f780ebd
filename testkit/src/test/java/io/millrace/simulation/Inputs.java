package io.millrace.simulation;

import io.millrace.testkit.internal.memory.MemoryCluster;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.TopicPartition;

/**
 * Writes sequences 1, 2, ... of keys to the input topics, each key to the partition that producers choose for it. Confined to the
 * simulation's thread.
 */
final class Inputs {

    /** The topic some of whose records come again. */
    static final String REPEATING = "r";

    private static final int KEYS_PER_PARTITION = 3;
    private static final int SOURCES = 2;

    private final Pipeline pipeline;
    private final MemoryCluster cluster;
    private final Random random;
    private final Map<String, List<Item>> written = new TreeMap<>();
    private final Map<String, Long> sequences = new HashMap<>();
    private final List<RepeatingWriter> repeating = new ArrayList<>();

    Inputs(Pipeline pipeline, MemoryCluster cluster, SimulatedTime time, Random random) {
        this.pipeline = pipeline;
        this.cluster = cluster;
        this.random = random;
        pipeline.inputs().forEach(input -> written.put(input, new ArrayList<>()));
        for (int source = 0; source < SOURCES; source++) {
            repeating.add(new RepeatingWriter(cluster, time, random, source));
        }
    }

    /** Writes some records of random keys. */
    void write() {
        List<String> topics = pipeline.inputs();
        for (int count = 1 + random.nextInt(6); count > 0; count--) {
            String topic = topics.get(random.nextInt(topics.size()));
            String key = "k" + random.nextInt(KEYS_PER_PARTITION * pipeline.partitions());
            TopicPartition partition = new TopicPartition(topic, partition(key));
            Payload payload = Payload.ofInput(topic, key, sequences.merge(topic + key, 1L, Long::sum));
            Objects.requireNonNull(written.get(topic)).add(new Item(key, payload));
            if (topic.equals(REPEATING)) {
                repeating.get(key.hashCode() % SOURCES).write(partition, bytes(key), bytes(payload.toString()));
            } else {
                cluster.append(partition, bytes(key), bytes(payload.toString()));
            }
            if (random.nextInt(40) == 0) {
                cluster.electLeader(partition);
            }
        }
        if (random.nextInt(3) == 0) {
            repeating.get(random.nextInt(SOURCES)).repeat();
        }
    }

    /** Returns what was written to each topic so far, in order. */
    Map<String, List<Item>> written() {
        Map<String, List<Item>> soFar = new TreeMap<>();
        written.forEach((topic, items) -> soFar.put(topic, List.copyOf(items)));
        return soFar;
    }

    private int partition(String key) {
        return BuiltInPartitioner.partitionForKey(bytes(key), pipeline.partitions());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
