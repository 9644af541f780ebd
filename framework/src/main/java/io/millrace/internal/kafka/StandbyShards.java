package io.millrace.internal.kafka;

import java.util.Set;

/**
 * Is told of which shards this instance is to keep a warm copy, to take them over soon when their owner goes; and tells what
 * there is of them.
 *
 * <p>Confined to the source worker.
 */
interface StandbyShards {

    /** Keeps none. */
    StandbyShards NONE = new StandbyShards() {
        @Override
        public void standby(Set<ShardKey> shards) {
            // The leader asks for none.
        }

        @Override
        public void elsewhere(Instances instances) {
            // Nobody asks.
        }

        @Override
        public Holdings held() {
            return Holdings.NONE;
        }
    };

    /**
     * Keeps copies of {@code shards} from now on, and of no others. Shards that this instance owns itself are left out for as
     * long as it does.
     *
     * <p>To be called at each assignment, within the poll that brings it. It takes effect after that poll, so that a copy which is
     * not wanted any more because its shard has become ours is taken over and not dropped.
     */
    void standby(Set<ShardKey> shards);

    /** Takes note of which other instances have which shards. */
    void elsewhere(Instances instances);

    /** Returns what this instance has of the state of shards that it does not own. */
    Holdings held();
}
