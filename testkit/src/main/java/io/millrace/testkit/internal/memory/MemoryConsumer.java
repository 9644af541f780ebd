package io.millrace.testkit.internal.memory;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidGroupIdException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * A consumer of the {@link MemoryCluster}, with the classic group protocol. Nothing it does waits: a poll gives what is there, and
 * what it would wait for in vain has timed out.
 *
 * <p>Confined to the test's thread.
 */
final class MemoryConsumer extends OverloadedConsumer {

    private final ConsumerParts parts;
    private final Connection connection;
    private final AssignedPartitions assigned;
    private final Subscription subscription;
    private final OffsetQuestions questions;
    private boolean woken;
    private boolean closed;

    MemoryConsumer(ConsumerParts parts) {
        this.parts = parts;
        this.connection = parts.connection();
        this.assigned = parts.assigned();
        this.subscription = parts.subscription();
        this.questions = new OffsetQuestions(connection, parts.fetching().isolation());
    }

    @Override
    public Set<TopicPartition> assignment() {
        throwIfClosed();
        return Collections.unmodifiableSet(new LinkedHashSet<>(assigned.all()));
    }

    @Override
    public Set<String> subscription() {
        throwIfClosed();
        return Collections.unmodifiableSet(new LinkedHashSet<>(subscription.topics()));
    }

    @Override
    void subscribeTo(Collection<String> topics, @Nullable ConsumerRebalanceListener listener) {
        throwIfClosed();
        membership();
        if (topics.isEmpty()) {
            unsubscribe();
        } else {
            subscription.to(topics, listener);
        }
    }

    @Override
    void subscribeTo(Pattern pattern, @Nullable ConsumerRebalanceListener listener) {
        throwIfClosed();
        membership();
        subscription.toMatching(topic -> pattern.matcher(topic).matches(), listener);
        parts.metadata().refresh();
        subscription.match(parts.metadata().view());
    }

    @Override
    public void assign(Collection<TopicPartition> partitions) {
        throwIfClosed();
        if (subscription.isActive()) {
            throw new IllegalStateException("Subscription to topics, partitions and pattern are mutually exclusive");
        }
        assigned.assign(partitions);
    }

    @Override
    public void unsubscribe() {
        throwIfClosed();
        parts.leave(CloseOptions.timeout(Duration.ZERO));
        subscription.end();
        assigned.assign(List.of());
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        throwIfClosed();
        connection.broker().tick();
        if (!subscription.isActive() && assigned.all().isEmpty()) {
            throw new IllegalStateException("Consumer is not subscribed to any topics or assigned any partitions");
        }
        throwIfWoken();
        if (connection.isCutOff()) {
            return ConsumerRecords.empty();
        }
        parts.metadata().refreshIfDue();
        subscription.match(parts.metadata().view());
        parts.runCallbacks();
        if (!subscription.isActive() || membership().poll()) {
            parts.fetching().findPositions();
        }
        return parts.fetching().fetch();
    }

    @Override
    public void commitSync(Duration timeout) {
        commitSync(assigned.positions(), timeout);
    }

    @Override
    public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
        beforeWaiting();
        commits().sync(offsets, timeout);
    }

    @Override
    public void commitAsync(@Nullable OffsetCommitCallback callback) {
        commitAsync(assigned.positions(), callback);
    }

    @Override
    public void commitAsync(Map<TopicPartition, OffsetAndMetadata> offsets, @Nullable OffsetCommitCallback callback) {
        throwIfClosed();
        commits().async(new LinkedHashMap<>(offsets), callback);
    }

    @Override
    public void seek(TopicPartition partition, long offset) {
        seek(partition, new OffsetAndMetadata(offset));
    }

    @Override
    public void seek(TopicPartition partition, OffsetAndMetadata offset) {
        throwIfClosed();
        assigned.require(partition).moveTo(offset.offset(), offset.leaderEpoch().orElse(-1));
    }

    @Override
    public void seekToBeginning(Collection<TopicPartition> partitions) {
        throwIfClosed();
        (partitions.isEmpty() ? List.copyOf(assigned.all()) : partitions).forEach(parts.fetching()::toBeginning);
    }

    @Override
    public void seekToEnd(Collection<TopicPartition> partitions) {
        throwIfClosed();
        (partitions.isEmpty() ? List.copyOf(assigned.all()) : partitions).forEach(parts.fetching()::toEnd);
    }

    @Override
    public long position(TopicPartition partition, Duration timeout) {
        throwIfClosed();
        return parts.fetching().position(partition, timeout);
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions, Duration timeout) {
        beforeWaiting();
        return questions.committed(membership().group(), partitions, timeout);
    }

    @Override
    public List<PartitionInfo> partitionsFor(String topic, Duration timeout) {
        beforeWaiting();
        connection.ask(Disturbance.Kind.METADATA, topic, timeout);
        return parts.metadata().partitionsFor(topic);
    }

    @Override
    public Map<String, List<PartitionInfo>> listTopics(Duration timeout) {
        beforeWaiting();
        connection.ask(Disturbance.Kind.METADATA, "all", timeout);
        return parts.metadata().all();
    }

    @Override
    public Set<TopicPartition> paused() {
        throwIfClosed();
        return assigned.paused();
    }

    @Override
    public void pause(Collection<TopicPartition> partitions) {
        throwIfClosed();
        partitions.forEach(partition -> assigned.require(partition).pause());
    }

    @Override
    public void resume(Collection<TopicPartition> partitions) {
        throwIfClosed();
        partitions.forEach(partition -> assigned.require(partition).resume());
    }

    @Override
    public Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(Map<TopicPartition, Long> times, Duration timeout) {
        beforeWaiting();
        return questions.since(times, timeout);
    }

    @Override
    public Map<TopicPartition, Long> beginningOffsets(Collection<TopicPartition> partitions, Duration timeout) {
        beforeWaiting();
        return questions.starts(partitions, timeout);
    }

    @Override
    public Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions, Duration timeout) {
        beforeWaiting();
        return questions.ends(partitions, timeout);
    }

    @Override
    public OptionalLong currentLag(TopicPartition partition) {
        throwIfClosed();
        return parts.fetching().lag(partition);
    }

    @Override
    public ConsumerGroupMetadata groupMetadata() {
        throwIfClosed();
        membership();
        return parts.place();
    }

    @Override
    public void enforceRebalance() {
        throwIfClosed();
        membership().state().requestRejoin();
    }

    @Override
    public void wakeup() {
        woken = true;
    }

    @Override
    public void close(CloseOptions options) {
        if (closed) {
            return;
        }
        try {
            if (!connection.isCutOff()) {
                parts.runCallbacks();
                parts.leave(options);
            }
        } finally {
            closed = true;
        }
    }

    private GroupMembership membership() {
        GroupMembership membership = parts.membership();
        if (membership == null) {
            throw new InvalidGroupIdException(
                    "To use the group management or offset commit APIs, you must provide a valid group.id in the consumer"
                            + " configuration.");
        }
        return membership;
    }

    private OffsetCommits commits() {
        membership();
        return Objects.requireNonNull(parts.commits());
    }

    private void beforeWaiting() {
        throwIfClosed();
        throwIfWoken();
    }

    private void throwIfWoken() {
        if (woken) {
            woken = false;
            throw new WakeupException();
        }
    }

    private void throwIfClosed() {
        if (closed) {
            throw new IllegalStateException("This consumer has already been closed.");
        }
    }
}
