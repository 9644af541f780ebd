package io.millrace.internal.kafka;

import io.millrace.topology.StartPosition;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Where partitions of one topic begin that have no committed offset: where the source says, but at the earliest record where
 * the partition was added after the group first read the topic. Immutable.
 *
 * @param wanted what the source says
 */
record StartRule(StartPosition wanted, int firstPartitionCount) {

    /** Returns how many partitions the topic had at first, by the oldest word on it beside {@code committed}. */
    static OptionalInt firstPartitionCount(Map<TopicPartition, OffsetAndMetadata> committed) {
        return committed.values().stream()
                .map(CommitMetadata::firstPartitionCount)
                .filter(OptionalInt::isPresent)
                .mapToInt(OptionalInt::getAsInt)
                .min();
    }

    StartPosition of(TopicPartition partition) {
        return partition.partition() >= firstPartitionCount ? StartPosition.earliest() : wanted;
    }
}
