package io.millrace.testkit.kafka;

import io.millrace.processor.KeyValue;
import io.millrace.processor.Record;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/**
 * Writes to one topic; {@link TestKafka#producer} makes it. A call returns when Kafka has taken the records for good, and throws
 * an {@link AssertionError} if it does not.
 *
 * <p>Records of one key go to one partition, chosen as Kafka's own producer does. Thread-safe.
 */
public final class TestProducer<K extends @Nullable Object, V extends @Nullable Object> {
    private final String topic;
    private final Serde<K> keySerde;
    private final Serde<V> valueSerde;
    private final Producer<byte[], byte[]> producer;

    TestProducer(String topic, Serde<K> keySerde, Serde<V> valueSerde, Producer<byte[], byte[]> producer) {
        this.topic = topic;
        this.keySerde = keySerde;
        this.valueSerde = valueSerde;
        this.producer = producer;
    }

    public String topic() {
        return topic;
    }

    /** Sends a record with the current time, and returns where it lies. */
    public RecordMetadata send(K key, V value) {
        return acknowledged(begin(key, value, null, new RecordHeaders()));
    }

    /** Sends a record with the time and the headers of {@code message}, and returns where it lies. */
    public RecordMetadata send(Record<K, V> message) {
        return acknowledged(begin(message.key(), message.value(), message.timestamp(), message.headers()));
    }

    /** Sends many records with the current time, in their order, and waits for all of them at the end. */
    public void sendAll(Collection<? extends KeyValue<K, V>> messages) {
        List<Future<RecordMetadata>> open = new ArrayList<>(messages.size());
        messages.forEach(message -> open.add(begin(message.key(), message.value(), null, new RecordHeaders())));
        open.forEach(this::acknowledged);
    }

    private Future<RecordMetadata> begin(K key, V value, @Nullable Long timestamp, Headers headers) {
        byte[] keyBytes = keySerde.serializer().serialize(topic, headers, key);
        byte[] valueBytes = valueSerde.serializer().serialize(topic, headers, value);
        return producer.send(new ProducerRecord<>(topic, null, timestamp, keyBytes, valueBytes, headers));
    }

    private RecordMetadata acknowledged(Future<RecordMetadata> sent) {
        return Answers.of(sent, "Kafka did not take a record for topic '%s'".formatted(topic));
    }
}
