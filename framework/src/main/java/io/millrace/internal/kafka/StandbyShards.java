package io.millrace.internal.kafka;

import java.util.Set;

/**
 * Is told of which shards this instance is to keep a warm copy, to take them over soon when their owner goes.
 *
 * <p>Confined to the source worker.
 */
interface StandbyShards {

    /**
     * Keeps copies of {@code shards} from now on, and of no others. Shards that this instance owns itself are left out for as
     * long as it does.
     *
     * <p>To be called at each assignment, within the poll that brings it. It takes effect after that poll, so that a copy which is
     * not wanted any more because its shard has become ours is taken over and not dropped.
     */
    void standby(Set<ShardKey> shards);
}
