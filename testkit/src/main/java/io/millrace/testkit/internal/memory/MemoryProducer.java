package io.millrace.testkit.internal.memory;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TransactionAbortedException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.record.AbstractRecords;
import org.apache.kafka.common.record.CompressionType;
import org.apache.kafka.common.record.RecordBatch;
import org.jspecify.annotations.Nullable;

/**
 * A producer to the {@link MemoryCluster}, idempotent or transactional. Nothing it does waits: what Kafka's own would wait for has
 * happened when the method returns, and whatever it would wait for in vain has timed out.
 *
 * <p>Confined to the test's thread.
 */
final class MemoryProducer extends UnmeasuredProducer {

    private static final int SECOND = 1_000;

    private final Connection connection;
    private final String name;
    private final ClientSettings settings;
    private final int maxRequestSize;
    private final Duration patience;
    private final ProducerIdentity plainIdentity;
    private final @Nullable ProducerTransactions transactions;
    private final Map<TopicPartition, SendQueue> queues = new LinkedHashMap<>();
    private int nextPartition;
    private boolean closed;

    MemoryProducer(Connection connection, ClientSettings settings) {
        this.connection = connection;
        this.settings = settings;
        this.name = settings.text(ProducerConfig.CLIENT_ID_CONFIG, "producer");
        this.maxRequestSize = settings.number(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 1_048_576);
        this.patience = Duration.ofMillis(settings.number(ProducerConfig.MAX_BLOCK_MS_CONFIG, 60 * SECOND));
        this.plainIdentity = connection.broker().transactions().newProducer();
        this.transactions = settings.optional(ProducerConfig.TRANSACTIONAL_ID_CONFIG)
                .map(id -> new ProducerTransactions(
                        connection,
                        id,
                        settings.nanos(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 60 * SECOND),
                        patience))
                .orElse(null);
    }

    @Override
    public void initTransactions() {
        throwIfClosed();
        transactions().init();
    }

    @Override
    public void beginTransaction() {
        throwIfClosed();
        transactions().begin();
    }

    @Override
    public void sendOffsetsToTransaction(
            Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata groupMetadata) {
        if (groupMetadata.generationId() > 0 && groupMetadata.memberId().isEmpty()) {
            throw new IllegalArgumentException(
                    "Passed in group metadata %s has generationId > 0 but member.id is unknown"
                            .formatted(groupMetadata));
        }
        throwIfClosed();
        transactions().sendOffsets(offsets, groupMetadata);
    }

    @Override
    public void commitTransaction() {
        throwIfClosed();
        ProducerTransactions current = transactions();
        if (current.isOpen() && !current.hasFailed()) {
            List.copyOf(queues.values()).forEach(SendQueue::finish);
            current.throwFailure();
        }
        current.commit();
    }

    @Override
    public void abortTransaction() {
        throwIfClosed();
        ProducerTransactions current = transactions();
        List.copyOf(queues.values())
                .forEach(queue -> queue.finishArrived(
                        new TransactionAbortedException("Failing batch since transaction was aborted")));
        current.abort();
    }

    @Override
    public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
        return send(record, null);
    }

    @Override
    public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, @Nullable Callback callback) {
        throwIfClosed();
        ProducerTransactions current = transactions;
        if (current != null) {
            current.beforeSend();
        }
        TopicPartition partition;
        try {
            partition = partitionOf(record);
            checkSize(record);
        } catch (TimeoutException | RecordTooLargeException e) {
            return refused(record, callback, e);
        }
        if (current != null) {
            current.sent();
        }
        Sent sent = new Sent(
                connection.broker(),
                partition,
                record,
                current == null ? plainIdentity : current.producer(),
                current,
                callback);
        queueTo(partition).send(sent);
        return sent.future();
    }

    @Override
    public void flush() {
        throwIfClosed();
        List.copyOf(queues.values()).forEach(SendQueue::finish);
    }

    @Override
    public List<PartitionInfo> partitionsFor(String topic) {
        throwIfClosed();
        connection.ask(Disturbance.Kind.METADATA, topic, patience);
        view(topic);
        return connection.broker().topics().view().cluster().partitionsForTopic(topic);
    }

    @Override
    public void close() {
        close(Duration.ofMillis(Long.MAX_VALUE));
    }

    /** With no time at all, what is open is given up; else it is finished, and an open transaction aborted. */
    @Override
    public void close(Duration timeout) {
        if (closed) {
            return;
        }
        closed = true;
        if (connection.isCutOff()) {
            return;
        }
        if (timeout.isZero()) {
            List.copyOf(queues.values())
                    .forEach(queue -> queue.giveUp(new KafkaException("Producer is closed forcefully.")));
            return;
        }
        List.copyOf(queues.values()).forEach(SendQueue::finish);
        if (transactions != null && transactions.isOpen()) {
            try {
                transactions.abort();
            } catch (KafkaException e) {
                return; // it was shut out, or nobody answers: Kafka's own says no more
            }
        }
    }

    private Future<RecordMetadata> refused(
            ProducerRecord<byte[], byte[]> record, @Nullable Callback callback, KafkaException reason) {
        if (transactions != null) {
            transactions.failed(reason);
        }
        Integer partition = record.partition();
        if (callback != null) {
            callback.onCompletion(
                    Sent.nowhere(new TopicPartition(record.topic(), partition == null ? -1 : partition)), reason);
        }
        return CompletableFuture.failedFuture(reason);
    }

    private TopicPartition partitionOf(ProducerRecord<byte[], byte[]> record) {
        int count = view(record.topic());
        Integer chosen = record.partition();
        byte @Nullable [] key = record.key();
        int number;
        if (chosen != null) {
            number = chosen;
        } else if (key != null) {
            number = BuiltInPartitioner.partitionForKey(key, count);
        } else {
            number = nextPartition++ % count;
        }
        if (number >= count) {
            throw notInMetadata(
                    "Partition %d of topic %s with partition count %d is not present in metadata after %d ms."
                            .formatted(number, record.topic(), count, patience.toMillis()));
        }
        return new TopicPartition(record.topic(), number);
    }

    private int view(String topic) {
        int count = connection.broker().topics().view().count(topic);
        if (count == 0) {
            throw notInMetadata("Topic %s not present in metadata after %d ms.".formatted(topic, patience.toMillis()));
        }
        return count;
    }

    private TimeoutException notInMetadata(String message) {
        connection.broker().waited(patience);
        return new TimeoutException(
                message, new UnknownTopicOrPartitionException("This server does not host this topic-partition."));
    }

    private void checkSize(ProducerRecord<byte[], byte[]> record) {
        int size = AbstractRecords.estimateSizeInBytesUpperBound(
                RecordBatch.CURRENT_MAGIC_VALUE,
                CompressionType.NONE,
                record.key(),
                record.value(),
                record.headers().toArray());
        if (size > maxRequestSize) {
            throw new RecordTooLargeException(
                    "The message is %d bytes when serialized which is larger than %d, which is the value of the %s configuration."
                            .formatted(size, maxRequestSize, ProducerConfig.MAX_REQUEST_SIZE_CONFIG));
        }
    }

    private SendQueue queueTo(TopicPartition partition) {
        SendQueue queue = queues.get(partition);
        if (queue == null) {
            queue = new SendQueue(
                    connection,
                    name,
                    partition,
                    settings.nanos(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 30 * SECOND),
                    settings.nanos(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 120 * SECOND));
            queues.put(partition, queue);
        }
        return queue;
    }

    private ProducerTransactions transactions() {
        if (transactions == null) {
            throw new IllegalStateException(
                    "Cannot use transactional methods without enabling transactions by setting the "
                            + ProducerConfig.TRANSACTIONAL_ID_CONFIG + " configuration property");
        }
        return transactions;
    }

    private void throwIfClosed() {
        if (closed) {
            throw new IllegalStateException("Cannot perform operation after producer has been closed");
        }
    }
}
