package io.millrace.internal.kafka;

import io.millrace.errors.StateTooLargeException;
import io.millrace.runtime.TimeSource;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** The changelogs of a run, and what a record must be like to be taken by them. Immutable. */
final class ChangelogTopics {

    /** What Kafka adds to a key and a value: the header of a batch, and that of a record at its largest. */
    private static final int OVERHEAD = 128;

    private final String topology;
    private final Map<String, ChangelogTopic> topics;
    private final TimeSource time;

    ChangelogTopics(String topology, Collection<ChangelogTopic> topics, TimeSource time) {
        this.topology = topology;
        this.topics = topics.stream().collect(Collectors.toUnmodifiableMap(ChangelogTopic::store, Function.identity()));
        this.time = time;
    }

    String topology() {
        return topology;
    }

    /**
     * Returns the record of one change. Brokers refuse records from the future, so its timestamp is never later than now.
     *
     * @throws StateTooLargeException if the changelog does not take it
     */
    ProducerRecord<byte[], byte[]> change(
            String store, int partition, byte[] key, byte @Nullable [] value, long timestamp) {
        long clamped = Math.max(0, Math.min(timestamp, time.currentTimeMillis()));
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(of(store).name(), partition, clamped, key, value);
        if (size(record) > of(store).maxRecordBytes()) {
            throw tooLarge(store, size(record));
        }
        return record;
    }

    ProducerRecord<byte[], byte[]> marker(String store, int partition, byte[] value) {
        return new ProducerRecord<>(of(store).name(), partition, time.currentTimeMillis(), Marker.key(), value);
    }

    StateTooLargeException tooLarge(String store, long size) {
        ChangelogTopic topic = of(store);
        return new StateTooLargeException(
                topology, store, size, topic.name(), topic.maxRecordBytes(), ClientDefaults.LARGEST_CHANGE_BYTES);
    }

    static long size(ProducerRecord<byte[], byte[]> record) {
        byte @Nullable [] value = record.value();
        return (long) OVERHEAD + record.key().length + (value == null ? 0 : value.length);
    }

    private ChangelogTopic of(String store) {
        ChangelogTopic topic = topics.get(store);
        if (topic == null) {
            throw new IllegalStateException("Store '%s' has no changelog".formatted(store));
        }
        return topic;
    }
}
