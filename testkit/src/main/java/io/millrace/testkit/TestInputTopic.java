package io.millrace.testkit;

import io.millrace.processor.KeyValue;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes to one topic that a topology reads. When a call returns, the topology has processed what it wrote, unless its trigger
 * lets records wait, it has crashed, or the partition is revoked.
 *
 * <p>A record goes to the partition that Kafka's default partitioner chooses for its key, unless the test names one; records
 * without a key go to all partitions in turn.
 *
 * <p>{@link TopologyTestDriver#createInputTopic} makes one. Confined to the driver's thread.
 */
public final class TestInputTopic<K, V> {

    private final TopologyTestDriver driver;
    private final String topic;
    private final Serializer<? super K> keys;
    private final Serializer<? super V> values;
    private final OptionalInt partition;

    TestInputTopic(
            TopologyTestDriver driver,
            String topic,
            Serializer<? super K> keys,
            Serializer<? super V> values,
            OptionalInt partition) {
        this.driver = driver;
        this.topic = topic;
        this.keys = keys;
        this.values = values;
        this.partition = partition;
    }

    /**
     * Returns the same topic, written to at one partition, whatever the keys.
     *
     * @throws IllegalArgumentException if the topic does not have it
     */
    public TestInputTopic<K, V> toPartition(int newPartition) {
        driver.checkUsable();
        driver.checkPartition(topic, newPartition);
        return new TestInputTopic<>(driver, topic, keys, values, OptionalInt.of(newPartition));
    }

    /** Writes a record without a key. */
    public void pipeInput(@Nullable V value) {
        pipeInput(new TestRecord<>(null, value));
    }

    public void pipeInput(@Nullable K key, @Nullable V value) {
        pipeInput(new TestRecord<>(key, value));
    }

    public void pipeInput(@Nullable K key, @Nullable V value, Instant timestamp) {
        pipeInput(new TestRecord<K, V>(key, value).withTimestamp(timestamp));
    }

    public void pipeInput(TestRecord<K, V> record) {
        pipeRecordList(List.of(record));
    }

    /** Writes all of {@code records} before the topology processes the first. */
    public void pipeKeyValueList(List<KeyValue<K, V>> records) {
        pipeRecordList(records.stream()
                .map(record -> new TestRecord<>(record.key(), record.value()))
                .toList());
    }

    /** Writes records without keys, all of them before the topology processes the first. */
    public void pipeValueList(List<V> newValues) {
        pipeRecordList(newValues.stream()
                .map(value -> new TestRecord<K, V>(null, value))
                .toList());
    }

    /** Writes all of {@code records} before the topology processes the first. */
    public void pipeRecordList(List<TestRecord<K, V>> records) {
        driver.checkUsable();
        records.forEach(this::write);
        driver.processInput();
    }

    private void write(TestRecord<K, V> record) {
        K key = record.key();
        V value = record.value();
        driver.write(new DriverKafka.Input(
                topic,
                record.partition().isPresent() ? record.partition() : partition,
                key == null ? null : keys.serialize(topic, record.headers(), key),
                value == null ? null : values.serialize(topic, record.headers(), value),
                record.headers(),
                record.timestamp() == null ? driver.now() : record.timestamp()));
    }

    @Override
    public String toString() {
        return "TestInputTopic[%s]".formatted(topic);
    }
}
