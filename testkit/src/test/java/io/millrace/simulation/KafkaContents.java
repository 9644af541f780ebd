package io.millrace.simulation;

import io.millrace.testkit.internal.memory.Isolation;
import io.millrace.testkit.internal.memory.MemoryCluster;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * What is committed in Kafka. Confined to the simulation's thread.
 *
 * @param partitions how many all topics have
 */
record KafkaContents(MemoryCluster cluster, String group, int partitions) {

    /** A record. Immutable. */
    record Entry(String topic, int partition, long offset, String key, String value) {

        Payload payload() {
            return Payload.of(value);
        }

        @Override
        public String toString() {
            return "%s-%d@%d %s=%s".formatted(topic, partition, offset, key, value);
        }
    }

    /** Returns all records of {@code topic}, in the order of each partition. */
    List<Entry> entries(String topic) {
        List<Entry> entries = new ArrayList<>();
        for (TopicPartition partition : partitionsOf(topic)) {
            cluster.records(partition, 0, Isolation.COMMITTED).forEach(record -> entries.add(entry(record)));
        }
        return entries;
    }

    /** Returns where each of {@code topics} ends, by partition. */
    Map<TopicPartition, Long> ends(List<String> topics) {
        Map<TopicPartition, Long> ends = new HashMap<>();
        topics.forEach(topic -> partitionsOf(topic)
                .forEach(partition -> ends.put(partition, cluster.endOffset(partition, Isolation.COMMITTED))));
        return ends;
    }

    /** Returns what the group has committed. */
    Map<TopicPartition, Long> committedOffsets() {
        Map<TopicPartition, Long> committed = new HashMap<>();
        cluster.committed(group).forEach((partition, offset) -> committed.put(partition, offset.offset()));
        return committed;
    }

    private List<TopicPartition> partitionsOf(String topic) {
        List<TopicPartition> all = new ArrayList<>();
        for (int partition = 0; partition < partitions; partition++) {
            all.add(new TopicPartition(topic, partition));
        }
        return all;
    }

    private static Entry entry(ConsumerRecord<byte[], byte[]> record) {
        return new Entry(record.topic(), record.partition(), record.offset(), text(record.key()), text(record.value()));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
