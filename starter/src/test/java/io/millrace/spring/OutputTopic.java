package io.millrace.spring;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads a topic from its beginning and keeps what it has read. Confined to the test's thread. */
public final class OutputTopic implements AutoCloseable {

    private final KafkaConsumer<String, String> consumer;
    private final List<String> values = new ArrayList<>();
    private final List<ConsumerRecord<String, String>> records = new ArrayList<>();

    public OutputTopic(String bootstrapServers, String topic) {
        consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "fetch.max.wait.ms", // what is asked next is answered behind the last fetch
                        20),
                new StringDeserializer(),
                new StringDeserializer());
        consumer.assign(consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList());
        consumer.seekToBeginning(consumer.assignment());
    }

    /** Returns all values once there are {@code count}. */
    public List<String> awaitValues(int count) {
        await().atMost(Duration.ofSeconds(30)).until(() -> readOn() >= count);
        return values;
    }

    /** Returns all records once there are {@code count}. */
    public List<ConsumerRecord<String, String>> awaitRecords(int count) {
        awaitValues(count);
        return records;
    }

    /** Returns all values that the topic holds by now. */
    public List<String> values() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            readOn();
            return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
        });
        return values;
    }

    @Override
    public void close() {
        consumer.close();
    }

    private int readOn() {
        consumer.poll(Duration.ofMillis(100)).forEach(record -> {
            records.add(record);
            values.add(record.value());
        });
        return values.size();
    }
}
