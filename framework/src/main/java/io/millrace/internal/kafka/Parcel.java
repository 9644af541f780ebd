package io.millrace.internal.kafka;

import java.util.List;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Partitions that go to one member of the consumer group together: those of a shard, or a single one without state. Immutable.
 *
 * @param kind the shard group, or the topic; each kind is spread evenly
 * @param shard null without state
 */
record Parcel(
        String kind,
        List<TopicPartition> partitions,
        @Nullable ShardKey shard) {

    Parcel {
        partitions = List.copyOf(partitions);
    }

    /** Returns the parcel of one partition that shares no state with others. */
    static Parcel single(TopicPartition partition) {
        return new Parcel(partition.topic(), List.of(partition), null);
    }

    /** Returns the parcel of partition {@code number} of all {@code topics}. */
    static Parcel shard(String group, Set<String> topics, int number) {
        return new Parcel(
                group,
                topics.stream().map(topic -> new TopicPartition(topic, number)).toList(),
                new ShardKey(group, number));
    }
}
