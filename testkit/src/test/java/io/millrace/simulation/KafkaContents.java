package io.millrace.simulation;

import io.millrace.internal.kafka.Marker;
import io.millrace.testkit.internal.memory.Isolation;
import io.millrace.testkit.internal.memory.MemoryCluster;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** What is committed in Kafka. Confined to the simulation's thread. */
record KafkaContents(MemoryCluster cluster) {

    /** A record. Immutable. */
    record Entry(
            String topic,
            int partition,
            long offset,
            @Nullable String key,
            @Nullable String value) {

        Item item() {
            return new Item(key, Payload.of(text()));
        }

        /** Returns the key of a record that has one. */
        String name() {
            return Objects.requireNonNull(key, "key");
        }

        /** Returns the value of a record that has one. */
        String text() {
            return Objects.requireNonNull(value, "value");
        }

        @Override
        public String toString() {
            return "%s-%d@%d %s=%s".formatted(topic, partition, offset, key, value);
        }
    }

    /** Returns the topics whose names match {@code pattern}. */
    List<String> topics(String pattern) {
        return cluster.topics().stream().filter(topic -> topic.matches(pattern)).toList();
    }

    /** Returns all records of {@code topic}, in the order of each partition. */
    List<Entry> entries(String topic) {
        return entries(topic, Isolation.COMMITTED);
    }

    /** As above, with those of transactions of which the end is not known. */
    List<Entry> allEntries(String topic) {
        return entries(topic, Isolation.UNCOMMITTED);
    }

    /** Returns the keys of what compaction leaves of {@code changelog}, byte by byte as characters; markers are none of it. */
    List<String> keysLeft(String changelog) {
        List<String> keys = new ArrayList<>();
        for (TopicPartition partition : partitionsOf(changelog)) {
            Set<String> left = new TreeSet<>();
            for (ConsumerRecord<byte[], byte[]> record : cluster.records(partition, 0, Isolation.COMMITTED)) {
                if (!Marker.isKey(record.key())) {
                    String key = new String(record.key(), StandardCharsets.ISO_8859_1);
                    left.remove(key);
                    if (record.value() != null) {
                        left.add(key);
                    }
                }
            }
            keys.addAll(left);
        }
        return keys;
    }

    /** Returns a record of {@code topics} that {@code group} has not committed; null if there is none, and none can appear. */
    @Nullable
    String firstUncommitted(String group, Iterable<String> topics) {
        Map<TopicPartition, OffsetAndMetadata> committed = cluster.committed(group);
        for (String topic : topics) {
            for (TopicPartition partition : partitionsOf(topic)) {
                OffsetAndMetadata position = committed.get(partition);
                long from = position == null ? 0 : position.offset();
                List<ConsumerRecord<byte[], byte[]>> left = cluster.records(partition, from, Isolation.UNCOMMITTED);
                List<ConsumerRecord<byte[], byte[]>> visible = cluster.records(partition, from, Isolation.COMMITTED);
                boolean open = cluster.endOffset(partition, Isolation.COMMITTED)
                        < cluster.endOffset(partition, Isolation.UNCOMMITTED);
                if (!visible.isEmpty() || (open && !left.isEmpty())) {
                    return "%s, where %d is committed".formatted(entry(left.get(0)), from);
                }
            }
        }
        return null;
    }

    private List<Entry> entries(String topic, Isolation isolation) {
        List<Entry> entries = new ArrayList<>();
        for (TopicPartition partition : partitionsOf(topic)) {
            cluster.records(partition, 0, isolation).forEach(record -> entries.add(entry(record)));
        }
        return entries;
    }

    private List<TopicPartition> partitionsOf(String topic) {
        List<TopicPartition> all = new ArrayList<>();
        for (int partition = 0; partition < cluster.partitions(topic); partition++) {
            all.add(new TopicPartition(topic, partition));
        }
        return all;
    }

    private static Entry entry(ConsumerRecord<byte[], byte[]> record) {
        return new Entry(record.topic(), record.partition(), record.offset(), text(record.key()), text(record.value()));
    }

    private static @Nullable String text(byte @Nullable [] bytes) {
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }
}
