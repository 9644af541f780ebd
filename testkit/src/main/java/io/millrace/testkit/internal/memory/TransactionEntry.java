package io.millrace.testkit.internal.memory;

import java.util.LinkedHashSet;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.TopicPartition;

/** What the cluster knows of one transactional id. Confined to the test's thread. */
final class TransactionEntry {

    private final String id;
    private final Set<TopicPartition> partitions = new LinkedHashSet<>();
    private final Set<ConsumerGroup> groups = new LinkedHashSet<>();
    private final Set<Channel> markers = new LinkedHashSet<>();
    private ProducerIdentity producer;
    private TransactionState state = TransactionState.EMPTY;
    private long timeoutNanos;
    private long startedAt;
    private long startedAtMillis;

    TransactionEntry(String id, ProducerIdentity producer) {
        this.id = id;
        this.producer = producer;
    }

    String id() {
        return id;
    }

    ProducerIdentity producer() {
        return producer;
    }

    TransactionState state() {
        return state;
    }

    boolean isOngoing() {
        return state == TransactionState.ONGOING;
    }

    Set<TopicPartition> partitions() {
        return partitions;
    }

    Set<ConsumerGroup> groups() {
        return groups;
    }

    /** Returns the markers that are on their way. */
    Set<Channel> markers() {
        return markers;
    }

    /** Shuts out all producers that have been told of an epoch before. */
    void raiseEpoch() {
        producer = producer.next();
    }

    void setTimeout(long nanos) {
        timeoutNanos = nanos;
    }

    boolean isOverdue(long now) {
        return isOngoing() && now - startedAt >= timeoutNanos;
    }

    void begin(long now, long nowMillis) {
        if (!isOngoing()) {
            state = TransactionState.ONGOING;
            startedAt = now;
            startedAtMillis = nowMillis;
        }
    }

    void prepare(boolean commit) {
        state = commit ? TransactionState.PREPARE_COMMIT : TransactionState.PREPARE_ABORT;
    }

    /** All markers are written. */
    void complete() {
        state = state == TransactionState.PREPARE_COMMIT
                ? TransactionState.COMPLETE_COMMIT
                : TransactionState.COMPLETE_ABORT;
        partitions.clear();
        groups.clear();
    }

    boolean hasEnded(boolean commit) {
        return commit
                ? state == TransactionState.PREPARE_COMMIT || state == TransactionState.COMPLETE_COMMIT
                : state == TransactionState.PREPARE_ABORT || state == TransactionState.COMPLETE_ABORT;
    }

    boolean isEnding() {
        return state == TransactionState.PREPARE_COMMIT || state == TransactionState.PREPARE_ABORT;
    }

    TransactionDescription description() {
        return new TransactionDescription(
                0,
                state,
                producer.id(),
                producer.epoch(),
                timeoutNanos / 1_000_000,
                isOngoing() || isEnding() ? OptionalLong.of(startedAtMillis) : OptionalLong.empty(),
                new LinkedHashSet<>(partitions));
    }
}
