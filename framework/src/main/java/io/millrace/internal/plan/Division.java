package io.millrace.internal.plan;

/** How the state behind a group of input topics is divided into shards. */
public enum Division {

    /** Shard <i>p</i> has what came from partition <i>p</i> of all topics. */
    BY_PARTITION {
        @Override
        public int shardOf(int partition) {
            return partition;
        }

        @Override
        public int shards(int partitions) {
            return partitions;
        }
    },

    /** One shard, numbered 0, has it all: any partition's records may change any key's state. */
    UNDIVIDED {
        @Override
        public int shardOf(int partition) {
            return 0;
        }

        @Override
        public int shards(int partitions) {
            return 1;
        }
    };

    /** Returns the number of the shard that has what came from partition {@code partition}. */
    public abstract int shardOf(int partition);

    /** Returns how many shards there are, where each topic has {@code partitions} partitions; so many has a changelog. */
    public abstract int shards(int partitions);
}
