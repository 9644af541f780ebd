package io.millrace.benchmark.run;

import io.millrace.benchmark.workload.InputEvent;
import io.millrace.benchmark.workload.Workload;
import java.time.Duration;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Sends events and enters each in the ledger. Events without a key go to the partitions in turn, so that every run has
 * the same layout.
 *
 * <p>Only one thread sends; {@link #requireNoFailure()} may be called by any.
 */
final class InputTopic implements AutoCloseable {
    private final String topic;
    private final Workload workload;
    private final Ledger ledger;
    private final KafkaProducer<byte[], byte[]> producer;

    private volatile @Nullable Exception failure;

    InputTopic(String topic, Workload workload, Ledger ledger, KafkaProducer<byte[], byte[]> producer) {
        this.topic = topic;
        this.workload = workload;
        this.ledger = ledger;
        this.producer = producer;
    }

    /** Hands event {@code eventId} to the producer; blocks only while its buffer is full. */
    void send(long eventId, long eventTimeMicros) {
        ledger.sent(eventId, eventTimeMicros);
        InputEvent event = workload.event(eventId, eventTimeMicros);
        Integer partition = event.key() == null ? (int) (eventId % KafkaAccess.PARTITIONS) : null;
        producer.send(new ProducerRecord<>(topic, partition, event.key(), event.value()), (metadata, refusal) -> {
            if (refusal != null) {
                failure = refusal;
            }
        });
    }

    /** Returns when all events sent so far are acknowledged or have failed. */
    void flush() {
        producer.flush();
    }

    void requireNoFailure() {
        Exception refusal = failure;
        if (refusal != null) {
            throw new RunFailedException(
                    "The broker did not take an event for topic '%s': %s.".formatted(topic, refusal), refusal);
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}
