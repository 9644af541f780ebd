package io.millrace.testkit.internal.memory;

import io.millrace.testkit.internal.memory.AssignedPartitions.Place;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.ToLongFunction;
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
    private boolean woken;
    private boolean closed;

    MemoryConsumer(ConsumerParts parts) {
        this.parts = parts;
        this.connection = parts.connection();
        this.assigned = parts.assigned();
        this.subscription = parts.subscription();
    }

    @Override
    public Set<TopicPartition> assignment() {
        throwIfClosed();
        return Set.copyOf(assigned.all());
    }

    @Override
    public Set<String> subscription() {
        throwIfClosed();
        return Set.copyOf(subscription.topics());
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
        if (subscription.isActive()) {
            membership().leave();
        }
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
        if (parts.metadata().refreshIfDue()) {
            subscription.match(parts.metadata().view());
        }
        if (parts.commits() != null) {
            parts.commits().runCallbacks();
        }
        if (!subscription.isActive() || membership().poll()) {
            parts.fetching().findPositions();
        }
        return parts.fetching().fetch();
    }

    @Override
    public void commitSync(Duration timeout) {
        commitSync(positions(), timeout);
    }

    @Override
    public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
        throwIfClosed();
        throwIfWoken();
        commits().sync(offsets, timeout);
    }

    @Override
    public void commitAsync(@Nullable OffsetCommitCallback callback) {
        commitAsync(positions(), callback);
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
        Place place = assigned.require(partition);
        if (!place.isKnown()) {
            throwIfWoken();
            parts.fetching().findPositions();
        }
        if (!place.isKnown()) {
            throw connection.timedOut(Disturbance.Kind.FETCH_OFFSETS, partition, timeout);
        }
        return place.position();
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions, Duration timeout) {
        throwIfClosed();
        throwIfWoken();
        ConsumerGroup group = membership().group();
        connection.ask(Disturbance.Kind.FETCH_OFFSETS, group.id(), timeout);
        OffsetTable offsets = group.offsets();
        Map<TopicPartition, @Nullable OffsetAndMetadata> found = new LinkedHashMap<>();
        for (TopicPartition partition : partitions) {
            if (parts.fetching().isolation() == Isolation.COMMITTED && offsets.isUnstable(partition)) {
                connection.broker().transactions().finishOn(group);
            }
            if (parts.fetching().isolation() == Isolation.COMMITTED && offsets.isUnstable(partition)) {
                throw connection.timedOut(Disturbance.Kind.FETCH_OFFSETS, partition, timeout);
            }
            found.put(partition, offsets.of(partition));
        }
        return nullable(found);
    }

    @Override
    public List<PartitionInfo> partitionsFor(String topic, Duration timeout) {
        throwIfClosed();
        throwIfWoken();
        connection.ask(Disturbance.Kind.METADATA, topic, timeout);
        return parts.metadata().partitionsFor(topic);
    }

    @Override
    public Map<String, List<PartitionInfo>> listTopics(Duration timeout) {
        throwIfClosed();
        throwIfWoken();
        connection.ask(Disturbance.Kind.METADATA, "all", timeout);
        parts.metadata().refresh();
        ClusterView view = parts.metadata().view();
        Map<String, List<PartitionInfo>> all = new LinkedHashMap<>();
        view.partitions()
                .keySet()
                .forEach(topic -> all.put(topic, view.cluster().partitionsForTopic(topic)));
        return all;
    }

    @Override
    public Set<TopicPartition> paused() {
        throwIfClosed();
        Set<TopicPartition> paused = new LinkedHashSet<>();
        assigned.places().forEach((partition, place) -> {
            if (place.isPaused()) {
                paused.add(partition);
            }
        });
        return paused;
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
        throwIfClosed();
        throwIfWoken();
        Map<TopicPartition, @Nullable OffsetAndTimestamp> found = new LinkedHashMap<>();
        times.forEach((partition, timestamp) -> {
            LogEntry entry = log(partition, timeout)
                    .firstSince(timestamp, parts.fetching().isolation());
            found.put(
                    partition,
                    entry == null
                            ? null
                            : new OffsetAndTimestamp(
                                    entry.offset(), entry.timestamp(), Optional.of(entry.leaderEpoch())));
        });
        return nullable(found);
    }

    @Override
    public Map<TopicPartition, Long> beginningOffsets(Collection<TopicPartition> partitions, Duration timeout) {
        return offsets(partitions, PartitionLog::start, timeout);
    }

    @Override
    public Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions, Duration timeout) {
        return offsets(partitions, log -> log.end(parts.fetching().isolation()), timeout);
    }

    @Override
    public OptionalLong currentLag(TopicPartition partition) {
        throwIfClosed();
        Place place = assigned.require(partition);
        PartitionLog log = connection.broker().topics().findLog(partition);
        return place.isKnown() && log != null
                ? OptionalLong.of(Math.max(0, log.end(parts.fetching().isolation()) - place.position()))
                : OptionalLong.empty();
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
                if (parts.commits() != null) {
                    parts.commits().runCallbacks();
                }
                if (subscription.isActive()) {
                    leaveGroup(options);
                }
            }
        } finally {
            closed = true;
        }
    }

    private void leaveGroup(CloseOptions options) {
        if (options.groupMembershipOperation() == CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP) {
            membership().leaveSilently();
        } else {
            membership().leave();
        }
    }

    private Map<TopicPartition, Long> offsets(
            Collection<TopicPartition> partitions, ToLongFunction<PartitionLog> offset, Duration timeout) {
        throwIfClosed();
        throwIfWoken();
        Map<TopicPartition, Long> found = new LinkedHashMap<>();
        partitions.forEach(partition -> found.put(partition, offset.applyAsLong(log(partition, timeout))));
        return found;
    }

    private PartitionLog log(TopicPartition partition, Duration timeout) {
        connection.ask(Disturbance.Kind.LIST_OFFSETS, partition, timeout);
        PartitionLog log = connection.broker().topics().findLog(partition);
        if (log == null) {
            throw connection.timedOut(Disturbance.Kind.LIST_OFFSETS, partition, timeout);
        }
        return log;
    }

    private Map<TopicPartition, OffsetAndMetadata> positions() {
        Map<TopicPartition, OffsetAndMetadata> positions = new LinkedHashMap<>();
        assigned.places().forEach((partition, place) -> {
            if (place.isKnown()) {
                Optional<Integer> epoch = place.leaderEpoch() < 0 ? Optional.empty() : Optional.of(place.leaderEpoch());
                positions.put(partition, new OffsetAndMetadata(place.position(), epoch, ""));
            }
        });
        return positions;
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

    /** Kafka gives null where there is nothing. */
    @SuppressWarnings("NullAway")
    private static <T> Map<TopicPartition, T> nullable(Map<TopicPartition, @Nullable T> found) {
        return found;
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
