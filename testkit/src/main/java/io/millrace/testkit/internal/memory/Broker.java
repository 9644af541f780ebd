package io.millrace.testkit.internal.memory;

import io.millrace.runtime.TimeSource;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.RecordBatch;
import org.jspecify.annotations.Nullable;

/**
 * The one broker: what requests of clients do once they have arrived.
 *
 * <p>Confined to the test's thread.
 */
final class Broker {

    /** What the header of a batch adds to its records, roughly. */
    private static final int BATCH_OVERHEAD = 70;

    private final TimeSource time;
    private final Topics topics = new Topics();
    private final Deliveries deliveries;
    private final Groups groups;
    private final Transactions transactions;
    private Disturbance disturbance = Disturbance.NONE;
    private Consumer<Duration> whileWaiting = duration -> {};
    private long lastTick;

    Broker(TimeSource time) {
        this.time = time;
        this.deliveries = new Deliveries(time);
        this.groups = new Groups(time);
        this.transactions = new Transactions(time, topics, deliveries);
        this.lastTick = time.nanoTime();
    }

    TimeSource time() {
        return time;
    }

    Topics topics() {
        return topics;
    }

    Deliveries deliveries() {
        return deliveries;
    }

    Groups groups() {
        return groups;
    }

    Transactions transactions() {
        return transactions;
    }

    void disturb(Disturbance newDisturbance) {
        disturbance = newDisturbance;
    }

    void whileWaiting(Consumer<Duration> listener) {
        whileWaiting = listener;
    }

    /** Does what the time that has passed gives rise to. */
    void tick() {
        long now = time.nanoTime();
        if (now != lastTick) {
            lastTick = now;
            groups.expire(now);
            transactions.expire(now);
        }
    }

    Disturbance.Effect effect(Disturbance.Kind kind, Instance instance, Object subject) {
        return disturbance == Disturbance.NONE
                ? Disturbance.Effect.NONE
                : disturbance.on(new Disturbance.Request(kind, instance.name(), subject.toString()));
    }

    /** A client would wait for so long. */
    void waited(Duration duration) {
        whileWaiting.accept(duration);
    }

    /** Appends {@code record}; {@code transactionalId} is null outside of transactions. */
    RecordMetadata append(
            TopicPartition partition,
            ProducerRecord<byte[], byte[]> record,
            ProducerIdentity producer,
            @Nullable String transactionalId) {
        PartitionLog log = topics.log(partition);
        long timestamp = timestamp(topics.require(partition.topic()), record);
        byte @Nullable [] key = record.key();
        byte @Nullable [] value = record.value();
        int keySize = key == null ? -1 : key.length;
        int valueSize = value == null ? -1 : value.length;
        int limit = topics.require(partition.topic()).maxMessageBytes();
        if (BATCH_OVERHEAD + Math.max(0, keySize) + Math.max(0, valueSize) > limit) {
            throw new RecordTooLargeException(
                    "The request included a message larger than the max message size the server will accept.");
        }
        Headers headers = new RecordHeaders(record.headers());
        long offset;
        if (transactionalId == null) {
            offset = log.append(timestamp, key, value, headers);
        } else {
            join(transactionalId, producer, partition);
            offset = log.append(producer, timestamp, key, value, headers);
        }
        return new RecordMetadata(partition, offset, 0, timestamp, keySize, valueSize);
    }

    /** Makes offsets a part of a transaction; returns why the group refuses them. */
    Errors appendOffsets(
            String transactionalId,
            ProducerIdentity producer,
            Map<TopicPartition, OffsetAndMetadata> offsets,
            ConsumerGroupMetadata member) {
        ConsumerGroup group = groups.of(member.groupId());
        transactions.add(transactionalId, producer, group);
        Errors error = group.mayCommitInTransaction(member.memberId(), member.groupInstanceId(), member.generationId());
        if (error == Errors.NONE) {
            group.offsets().prepare(producer.id(), offsets);
        }
        return error;
    }

    /** Commits offsets outside of transactions; returns why they are refused. */
    Errors commitOffsets(
            ConsumerGroup group,
            Map<TopicPartition, OffsetAndMetadata> offsets,
            String memberId,
            Optional<String> instanceId,
            int generation) {
        Errors error = group.mayCommit(memberId, instanceId, generation);
        if (error == Errors.NONE) {
            group.offsets().commit(offsets);
        }
        return error;
    }

    /** Kafka's partition leaders ask the coordinator, and tell its refusal in their own words. */
    private void join(String transactionalId, ProducerIdentity producer, TopicPartition partition) {
        try {
            transactions.add(transactionalId, producer, partition);
        } catch (ProducerFencedException e) {
            throw new InvalidProducerEpochException(e.getMessage());
        }
    }

    private long timestamp(Topic topic, ProducerRecord<byte[], byte[]> record) {
        long now = time.currentTimeMillis();
        Long own = record.timestamp();
        if (own == null || own == RecordBatch.NO_TIMESTAMP || topic.isStampedByLog()) {
            return now;
        }
        if (own - now > topic.largestLeadMillis()) {
            throw new InvalidTimestampException(
                    "Timestamp %d of message for topic '%s' is more than %d ms ahead of the cluster's clock"
                            .formatted(own, topic.name(), topic.largestLeadMillis()));
        }
        return own;
    }
}
