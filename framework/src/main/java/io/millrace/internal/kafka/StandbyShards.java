package io.millrace.internal.kafka;

import java.util.Set;

/**
 * Is told of which shards this instance is to keep a warm copy, to take them over soon when their owner goes.
 *
 * <p>Confined to the source worker.
 */
interface StandbyShards {

    /**
     * Keeps copies of {@code shards} from now on, and of no others. Returns at once. Shards that this instance owns itself are
     * ignored for as long as it does.
     *
     * <p>To be called at each assignment, before it is known to the {@link Rebalances} if possible: a copy that is not wanted any
     * more is dropped, but one that becomes ours is taken over.
     */
    void standby(Set<ShardKey> shards);
}
