package io.millrace.samples.fraud.kafka;

import io.millrace.samples.fraud.json.JsonSerde;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.serialization.Serializer;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.kafka.core.KafkaTemplate;

/** Writes values of one type to one topic. Thread-safe. */
final class JsonWriter<T> {
    private final KafkaTemplate<String, byte[]> template;
    private final String topic;
    private final Serializer<T> serializer;

    JsonWriter(KafkaTemplate<String, byte[]> template, String topic, Class<T> type) {
        this.template = template;
        this.topic = topic;
        this.serializer = JsonSerde.of(type).serializer();
    }

    /** Returns what completes once Kafka has the value; after some seconds without an answer it fails with Kafka's reason. */
    CompletableFuture<Void> write(String key, T value) {
        byte[] json = serializer.serialize(topic, value);
        CompletableFuture<Void> written = new CompletableFuture<>();
        send(key, json).whenComplete((sent, failure) -> {
            if (failure == null) {
                written.complete(null);
            } else {
                written.completeExceptionally(NestedExceptionUtils.getMostSpecificCause(failure));
            }
        });
        return written;
    }

    private CompletableFuture<?> send(String key, byte[] json) {
        try {
            return template.send(topic, key, json);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
