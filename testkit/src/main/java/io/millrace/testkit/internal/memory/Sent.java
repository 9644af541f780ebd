package io.millrace.testkit.internal.memory;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.record.RecordBatch;
import org.jspecify.annotations.Nullable;

/** One record that was handed to a producer, until its answer. Confined to the test's thread. */
final class Sent {

    private final Broker broker;
    private final TopicPartition partition;
    private final ProducerRecord<byte[], byte[]> record;
    private final ProducerIdentity producer;
    private final @Nullable ProducerTransactions transactions;
    private final @Nullable Callback callback;
    private final CompletableFuture<RecordMetadata> future = new CompletableFuture<>();
    private @Nullable RecordMetadata written;
    private @Nullable ApiException refusal;

    /** {@code transactions} is null outside of transactions. */
    Sent(
            Broker broker,
            TopicPartition partition,
            ProducerRecord<byte[], byte[]> record,
            ProducerIdentity producer,
            @Nullable ProducerTransactions transactions,
            @Nullable Callback callback) {
        this.broker = broker;
        this.partition = partition;
        this.record = record;
        this.producer = producer;
        this.transactions = transactions;
        this.callback = callback;
    }

    CompletableFuture<RecordMetadata> future() {
        return future;
    }

    boolean hasArrived() {
        return written != null || refusal != null;
    }

    /** The broker gets it. */
    void arrive() {
        try {
            written = broker.append(partition, record, producer, transactions == null ? null : transactions.id());
        } catch (ApiException e) {
            refusal = e;
        }
    }

    /** The producer gets the broker's answer. */
    void answer() {
        if (refusal != null) {
            fail(refusal);
            return;
        }
        RecordMetadata metadata = Objects.requireNonNull(written, "an answer comes after the arrival");
        if (callback != null) {
            callback.onCompletion(metadata, null);
        }
        future.complete(metadata);
    }

    /** The producer gives it up. */
    void fail(RuntimeException reason) {
        if (transactions != null) {
            transactions.failed(reason);
        }
        if (callback != null) {
            callback.onCompletion(nowhere(partition), reason);
        }
        future.completeExceptionally(reason);
    }

    /** Returns what Kafka gives to the callback of a record that was written nowhere. */
    static RecordMetadata nowhere(TopicPartition partition) {
        return new RecordMetadata(partition, -1, -1, RecordBatch.NO_TIMESTAMP, -1, -1);
    }
}
