package io.millrace.internal.kafka;

import io.millrace.internal.epoch.Shard;
import java.util.Comparator;

/**
 * Names a shard whoever owns it, and over all its periods: partition number {@code partition} of all inputs in {@code group}.
 * Immutable.
 *
 * @param group the name of a {@link io.millrace.internal.plan.ShardGroup}
 */
record ShardKey(String group, int partition) {

    static final Comparator<ShardKey> ORDER =
            Comparator.comparing(ShardKey::group).thenComparing(ShardKey::partition);

    static ShardKey of(Shard shard) {
        return new ShardKey(shard.group(), shard.partition());
    }

    @Override
    public String toString() {
        return group + "-" + partition;
    }
}
