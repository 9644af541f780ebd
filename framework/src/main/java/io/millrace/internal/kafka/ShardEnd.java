package io.millrace.internal.kafka;

import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.epoch.Position;
import io.millrace.internal.state.ShardState;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Where an epoch ends for one shard: its state, and the positions of all its inputs. They are committed together or not at
 * all. Immutable, but for the state.
 *
 * @param due whether they are to be committed though no state has changed: a position has moved, or outputs came from there
 */
record ShardEnd(ShardState state, Map<PartitionAssignment, Position> positions, boolean due) {

    ShardEnd {
        positions = Map.copyOf(positions);
    }

    /** Returns the partition of its changelogs. */
    int partition() {
        return state.shard().partition();
    }

    /** Returns the record that says in the changelogs which positions the state before it belongs to. */
    Marker marker(CommitId commit) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        positions.forEach((assignment, position) -> offsets.put(input(assignment), position.offset()));
        return new Marker(commit.transactionalId(), commit.epoch(), state.division(), offsets);
    }

    /** Returns the positions as they are committed together with the state. */
    Map<TopicPartition, OffsetAndMetadata> offsets(CommitId commit) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        positions.forEach((assignment, position) -> offsets.put(
                input(assignment),
                CommitMetadata.withState(assignment.firstPartitionCount(), state.loggedStores(), commit)
                        .with(position)));
        return offsets;
    }

    private static TopicPartition input(PartitionAssignment assignment) {
        return new TopicPartition(assignment.topic(), assignment.partition().partition());
    }
}
