package io.millrace.internal.kafka;

import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.epoch.Position;
import java.util.HashMap;
import java.util.Map;
import java.util.WeakHashMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** What the consumer group has committed of each assignment, as far as we know. Confined to the source worker. */
final class CommittedPositions {

    /** By assignment, each for as long as anybody knows it. */
    private final Map<PartitionAssignment, Position> committed = new WeakHashMap<>();

    void add(PartitionAssignment assignment, Position position) {
        committed.put(assignment, position);
        assignment.checkpointed(position.offset());
    }

    void addAll(Map<PartitionAssignment, Position> positions) {
        positions.forEach(this::add);
    }

    /** Returns whether {@code position} is what is committed of {@code assignment}. */
    boolean contains(PartitionAssignment assignment, Position position) {
        return position.equals(committed.get(assignment));
    }

    /** Returns whether any of {@code positions} is another than the committed one. */
    boolean haveMoved(Map<PartitionAssignment, Position> positions) {
        return positions.entrySet().stream().anyMatch(entry -> !contains(entry.getKey(), entry.getValue()));
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
