package io.millrace.samples.common.kafka;

import io.millrace.samples.common.json.JsonSerde;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.Serializer;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.kafka.core.KafkaTemplate;

/** Writes values of one type to one topic. Thread-safe. */
public final class JsonWriter<T> {
    private final KafkaTemplate<String, byte[]> template;
    private final String topic;
    private final Serializer<T> serializer;

    public JsonWriter(KafkaTemplate<String, byte[]> template, String topic, Class<T> type) {
        this.template = template;
        this.topic = topic;
        this.serializer = JsonSerde.of(type).serializer();
    }

    /** Returns what completes once Kafka has the value; after some seconds without an answer it fails with Kafka's reason. */
    public CompletableFuture<Void> write(String key, T value) {
        return write(new ProducerRecord<>(topic, key, serializer.serialize(topic, value)));
    }

    /** The same with the time at which it happened, in milliseconds since 1970, and with headers. */
    public CompletableFuture<Void> write(String key, T value, long timestamp, List<Header> headers) {
        return write(new ProducerRecord<>(topic, null, timestamp, key, serializer.serialize(topic, value), headers));
    }

    private CompletableFuture<Void> write(ProducerRecord<String, byte[]> record) {
        CompletableFuture<Void> written = new CompletableFuture<>();
        send(record).whenComplete((sent, failure) -> {
            if (failure == null) {
                written.complete(null);
            } else {
                written.completeExceptionally(NestedExceptionUtils.getMostSpecificCause(failure));
            }
        });
        return written;
    }

    private CompletableFuture<?> send(ProducerRecord<String, byte[]> record) {
        try {
            return template.send(record);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
