package io.millrace.testkit.kafka;

import io.millrace.processor.KeyValue;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Records that came from a topic: those of one partition in their order, those of different partitions as they happened to
 * come. Immutable.
 */
public record ReceivedRecords<K extends @Nullable Object, V extends @Nullable Object>(
        List<ConsumerRecord<K, V>> records) implements Iterable<ConsumerRecord<K, V>> {

    public ReceivedRecords {
        records = List.copyOf(records);
    }

    public int count() {
        return records.size();
    }

    public boolean isEmpty() {
        return records.isEmpty();
    }

    /**
     * Returns the one that came last.
     *
     * @throws java.util.NoSuchElementException if there is none
     */
    public ConsumerRecord<K, V> last() {
        if (records.isEmpty()) {
            throw new NoSuchElementException("No record came, so there is no last one.");
        }
        return records.get(records.size() - 1);
    }

    /** Returns the values in the order of the records. */
    public List<V> values() {
        return records.stream().map(ConsumerRecord::value).toList();
    }

    /** Returns keys with their values in the order of the records. */
    public List<KeyValue<K, V>> keyValues() {
        return records.stream()
                .map(received -> KeyValue.pair(received.key(), received.value()))
                .toList();
    }

    /** Returns the newest value of each key, as a table would hold it: a key whose newest value is null is left out. */
    public Map<K, V> newestByKey() {
        Map<K, V> newest = new LinkedHashMap<>();
        for (ConsumerRecord<K, V> received : records) {
            newest.put(received.key(), received.value());
        }
        newest.values().removeIf(Objects::isNull);
        return newest;
    }

    @Override
    public Iterator<ConsumerRecord<K, V>> iterator() {
        return records.iterator();
    }
}
