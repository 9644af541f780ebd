package io.millrace.simulation;

import io.millrace.testkit.internal.memory.MemoryCluster;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.TopicPartition;

/**
 * Writes sequences 1, 2, ... of keys to the input topics. A key has one partition, the same in all of them. Confined to the
 * simulation's thread.
 */
final class Inputs {

    private static final int KEYS = 3;

    private final SimulatedTopology topology;
    private final MemoryCluster cluster;
    private final Random random;
    private final Map<String, Long> sequences = new HashMap<>();

    Inputs(SimulatedTopology topology, MemoryCluster cluster, Random random) {
        this.topology = topology;
        this.cluster = cluster;
        this.random = random;
    }

    /** Writes some records of random keys. */
    void write() {
        List<String> topics = topology.inputs();
        for (int count = 1 + random.nextInt(6); count > 0; count--) {
            String topic = topics.get(random.nextInt(topics.size()));
            int partition = random.nextInt(topology.partitions());
            String key = "k%d-%d".formatted(partition, random.nextInt(KEYS));
            Payload payload = new Payload(topic, sequences.merge(topic + key, 1L, Long::sum));
            cluster.append(new TopicPartition(topic, partition), bytes(key), bytes(payload.toString()));
            if (random.nextInt(40) == 0) {
                cluster.electLeader(new TopicPartition(topic, partition));
            }
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
