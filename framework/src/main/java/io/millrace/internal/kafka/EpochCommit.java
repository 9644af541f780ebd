package io.millrace.internal.kafka;

import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.epoch.Position;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * One try to make the end of an epoch durable. Immutable, but for the state.
 *
 * @param id the same in all tries for one epoch
 * @param alone positions that are committed without state, because none is behind them
 * @param outputs those of the epoch that leave with it; what came from other than the positions here is left out
 * @param member who we are in the consumer group at the time of the try; Kafka refuses the offsets if that is not so any more
 */
record EpochCommit(
        CommitId id,
        List<ShardEnd> shards,
        Map<PartitionAssignment, Position> alone,
        List<EpochBuffer> outputs,
        ConsumerGroupMetadata member) {

    EpochCommit {
        shards = List.copyOf(shards);
        alone = Map.copyOf(alone);
        outputs = List.copyOf(outputs);
    }

    /** Returns whether there is nothing that could have changed. */
    boolean isEmpty() {
        return shards.isEmpty() && alone.isEmpty();
    }

    /** Returns the positions that stand alone, as they are committed. */
    Map<TopicPartition, OffsetAndMetadata> offsetsAlone() {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        alone.forEach((assignment, position) -> offsets.put(
                new TopicPartition(assignment.topic(), assignment.partition().partition()),
                CommitMetadata.alone(assignment.firstPartitionCount(), id).with(position)));
        return offsets;
    }

    /** Returns all partitions whose offsets belong to it. */
    Set<TopicPartition> partitions() {
        Set<TopicPartition> partitions = new HashSet<>(offsetsAlone().keySet());
        shards.forEach(shard -> partitions.addAll(shard.offsets(id).keySet()));
        return partitions;
    }

    /** Returns all assignments whose positions belong to it. */
    Set<PartitionAssignment> assignments() {
        Set<PartitionAssignment> assignments = new HashSet<>(alone.keySet());
        shards.forEach(shard -> assignments.addAll(shard.positions().keySet()));
        return assignments;
    }
}
