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
 * @param member who we are in the consumer group at the time of the try; Kafka refuses the offsets if that is not so any more
 */
record EpochCommit(
        CommitId id, List<ShardEnd> shards, Map<PartitionAssignment, Position> alone, ConsumerGroupMetadata member) {

    EpochCommit {
        shards = List.copyOf(shards);
        alone = Map.copyOf(alone);
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

    /** Returns the partitions that have state. */
    Set<TopicPartition> partitionsWithState() {
        Set<TopicPartition> partitions = new HashSet<>();
        shards.forEach(shard -> partitions.addAll(shard.offsets(id).keySet()));
        return partitions;
    }
}
