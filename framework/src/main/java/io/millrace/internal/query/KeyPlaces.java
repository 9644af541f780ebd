package io.millrace.internal.query;

import io.millrace.internal.plan.ShardGroup;

/** Which shard the records of a key come to. Thread-safe. */
public interface KeyPlaces {

    /** Returns how many shards {@code group} has. */
    int shards(ShardGroup group);

    /** Returns the topic of {@code group} by which serdes are to make bytes of keys. */
    String topic(ShardGroup group);

    /** Returns the number of the shard of {@code group} that a key with these bytes has, where its producers use Kafka's partitioner. */
    int shardOf(ShardGroup group, byte[] key);
}
