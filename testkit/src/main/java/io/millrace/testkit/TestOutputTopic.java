package io.millrace.testkit;

import io.millrace.processor.KeyValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a topology has written to one topic, each record once, in the order of writing whatever their partitions. Outputs
 * that are repeated after a crash are there twice.
 *
 * <p>{@link TopologyTestDriver#createOutputTopic} makes one. Confined to the driver's thread.
 *
 * @param <K> null where a record has no key
 * @param <V> null where a record has no value
 */
public final class TestOutputTopic<K, V> {

    private final TopologyTestDriver driver;
    private final String topic;
    private final Outputs.Topic outputs;
    private final Deserializer<K> keys;
    private final Deserializer<V> values;

    TestOutputTopic(
            TopologyTestDriver driver,
            String topic,
            Outputs.Topic outputs,
            Deserializer<K> keys,
            Deserializer<V> values) {
        this.driver = driver;
        this.topic = topic;
        this.outputs = outputs;
        this.keys = keys;
        this.values = values;
    }

    /** Returns whether everything that was written so far was read. */
    public boolean isEmpty() {
        return queueSize() == 0;
    }

    /** Returns how many records were written and not read. */
    public long queueSize() {
        driver.checkUsable();
        return outputs.unread().size();
    }

    /**
     * Returns the next record.
     *
     * @throws NoSuchElementException if everything was read
     */
    public TestRecord<K, V> readRecord() {
        driver.checkUsable();
        Outputs.Written next = outputs.next();
        if (next == null) {
            throw new NoSuchElementException("Topic '%s' has no further record: %s"
                    .formatted(
                            topic,
                            outputs.read() == 0
                                    ? "the topology has written none"
                                    : "the topology has written %d, and all were read".formatted(outputs.read())));
        }
        return new TestRecord<>(
                next.key() == null ? null : keys.deserialize(topic, next.headers(), next.key()),
                next.value() == null ? null : values.deserialize(topic, next.headers(), next.value()),
                next.headers(),
                Instant.ofEpochMilli(next.timestamp()),
                next.partition());
    }

    /** As {@link #readRecord}, its key and value only. */
    public KeyValue<K, V> readKeyValue() {
        return keyValue(readRecord());
    }

    /** As {@link #readRecord}, its value only. */
    public @Nullable V readValue() {
        return readRecord().value();
    }

    /** Returns all records that were not read. */
    public List<TestRecord<K, V>> readRecordsToList() {
        List<TestRecord<K, V>> records = new ArrayList<>();
        while (!isEmpty()) {
            records.add(readRecord());
        }
        return records;
    }

    /** Returns the keys and values of all records that were not read. */
    public List<KeyValue<K, V>> readKeyValuesToList() {
        return readRecordsToList().stream().map(TestOutputTopic::keyValue).toList();
    }

    /** Returns the values of all records that were not read. */
    public List<V> readValuesToList() {
        List<V> values = new ArrayList<>();
        readRecordsToList().forEach(record -> values.add(record.value()));
        return values;
    }

    /** Returns the newest value of each key among the records that were not read. */
    public Map<K, V> readKeyValuesToMap() {
        Map<K, V> newest = new LinkedHashMap<>();
        readRecordsToList().forEach(record -> newest.put(record.key(), record.value()));
        return newest;
    }

    @SuppressWarnings("NullAway") // a pair takes nulls, which the check does not see
    private static <K, V> KeyValue<K, V> keyValue(TestRecord<K, V> record) {
        return new KeyValue<>(record.key(), record.value());
    }

    @Override
    public String toString() {
        return "TestOutputTopic[%s]".formatted(topic);
    }
}
