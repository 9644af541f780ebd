package io.millrace.internal.kafka;

import io.millrace.internal.plan.ShardGroup;
import io.millrace.internal.query.KeyPlaces;
import java.util.Map;
import org.apache.kafka.common.utils.Utils;

/** Puts keys where Kafka's own partitioner does. Immutable. */
record PartitionsOfKeys(Map<String, Integer> partitions) implements KeyPlaces {

    PartitionsOfKeys {
        partitions = Map.copyOf(partitions);
    }

    @Override
    public int shards(ShardGroup group) {
        return group.division().shards(partitionsOf(group));
    }

    @Override
    public String topic(ShardGroup group) {
        return group.topics().first();
    }

    @Override
    public int shardOf(ShardGroup group, byte[] key) {
        return group.division().shardOf(Utils.toPositive(Utils.murmur2(key)) % partitionsOf(group));
    }

    private int partitionsOf(ShardGroup group) {
        Integer number = partitions.get(topic(group));
        if (number == null) {
            throw new IllegalStateException("Nobody has counted the partitions of '%s'".formatted(topic(group)));
        }
        return number;
    }
}
