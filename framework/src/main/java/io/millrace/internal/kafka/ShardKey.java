package io.millrace.internal.kafka;

import io.millrace.internal.epoch.Shard;

/**
 * Names a shard whoever owns it, and over all its periods: partition number {@code partition} of all inputs in {@code group}.
 * Immutable.
 *
 * @param group the name of a {@link io.millrace.internal.plan.ShardGroup}
 */
record ShardKey(String group, int partition) {

    static ShardKey of(Shard shard) {
        return new ShardKey(shard.group(), shard.partition());
    }

    @Override
    public String toString() {
        return group + "-" + partition;
    }
}
