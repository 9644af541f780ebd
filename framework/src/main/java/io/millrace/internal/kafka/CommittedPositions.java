package io.millrace.internal.kafka;

import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.epoch.Position;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.WeakHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** What the consumer group has committed of each assignment, as far as we know. Confined to the source worker. */
final class CommittedPositions {

    private final Consumer<byte[], byte[]> consumer;
    /** By assignment, each for as long as anybody knows it. */
    private final Map<PartitionAssignment, Position> committed = new WeakHashMap<>();

    CommittedPositions(Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    void add(PartitionAssignment assignment, Position position) {
        committed.put(assignment, position);
    }

    void addAll(Map<PartitionAssignment, Position> positions) {
        committed.putAll(positions);
    }

    /** Returns whether {@code position} is what is committed of {@code assignment}. */
    boolean contains(PartitionAssignment assignment, Position position) {
        return position.equals(committed.get(assignment));
    }

    /** Returns whether any of {@code positions} is another than the committed one. */
    boolean haveMoved(Map<PartitionAssignment, Position> positions) {
        return positions.entrySet().stream().anyMatch(entry -> !contains(entry.getKey(), entry.getValue()));
    }

    /** Commits where reading begins and waits for the answer; returns whether that is durable. */
    boolean commitFirst(Map<PartitionAssignment, Position> first, Duration timeout) {
        if (first.isEmpty()) {
            return true;
        }
        try {
            Unwoken.call(() -> {
                consumer.commitSync(offsets(first), timeout);
                return first;
            });
            committed.putAll(first);
            return true;
        } catch (KafkaException e) {
            if (!KafkaFailures.isPassingForCommit(e)) {
                throw e;
            }
            return false;
        }
    }

    /** Returns {@code positions} as they are committed without state. */
    static Map<TopicPartition, OffsetAndMetadata> offsets(Map<PartitionAssignment, Position> positions) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        positions.forEach((assignment, position) -> offsets.put(
                new TopicPartition(assignment.topic(), assignment.partition().partition()),
                CommitMetadata.of(assignment).with(position)));
        return offsets;
    }
}
