package io.millrace.support;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;

/** Reads a topic from its beginning, and keeps all that it has read. Confined to the test's thread. */
public final class TopicReader implements AutoCloseable {

    private final KafkaConsumer<String, String> consumer;
    private final List<ConsumerRecord<String, String>> records = new ArrayList<>();

    public TopicReader(Cluster cluster, String topic) {
        Map<String, Object> properties = cluster.properties();
        properties.put("isolation.level", "read_committed");
        properties.put("fetch.max.wait.ms", Cluster.SHORT_FETCH_MILLIS);
        consumer = new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Reads until there are {@code count} records in all, for at most half a minute. */
    public List<ConsumerRecord<String, String>> awaitRecords(int count) {
        return awaitRecords(count, Duration.ofSeconds(30));
    }

    /** Reads until there are {@code count} records in all, for at most {@code timeout}. */
    public List<ConsumerRecord<String, String>> awaitRecords(int count, Duration timeout) {
        Awaitility.await().atMost(timeout).pollInterval(Duration.ofMillis(1)).until(() -> {
            read();
            return records.size() >= count;
        });
        return records;
    }

    public List<String> awaitValues(int count) {
        return awaitRecords(count).stream().map(ConsumerRecord::value).toList();
    }

    /** Returns the values of all records that the topic holds now. */
    public List<String> values() {
        Map<TopicPartition, Long> end = consumer.endOffsets(consumer.assignment());
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(1))
                .until(() -> {
                    read();
                    return end.entrySet().stream()
                            .allMatch(entry -> consumer.position(entry.getKey()) >= entry.getValue());
                });
        return records.stream().map(ConsumerRecord::value).toList();
    }

    /** Returns all records that were read so far. */
    public List<ConsumerRecord<String, String>> allRecords() {
        return List.copyOf(records);
    }

    @Override
    public void close() {
        consumer.close();
    }

    private void read() {
        consumer.poll(Duration.ofMillis(50)).forEach(records::add);
    }
}
