package io.millrace.internal.epoch;

import org.jspecify.annotations.Nullable;

/**
 * One period in which this instance owns partition number {@code partition} of all inputs that share state, or all partitions of
 * them where state is not divided: what moves between instances as a whole, with its state.
 *
 * <p>Immutable; equal to itself only, so that state of an earlier period is never taken for that of a later one.
 */
public final class Shard {

    private final String group;
    private final int partition;

    /**
     * @param group names the inputs that share state
     * @param partition of their changelogs, too; 0 where state is not divided
     */
    public Shard(String group, int partition) {
        this.group = group;
        this.partition = partition;
    }

    public String group() {
        return group;
    }

    public int partition() {
        return partition;
    }

    /** Returns which of {@code workers} takes the records of this shard where all of them go to one. */
    public int worker(int workers) {
        return PartitionAssignment.worker(group, partition, workers);
    }

    /** Always the same for one shard, so that what goes through hash maps repeats itself in every run. */
    @Override
    public int hashCode() {
        return 31 * group.hashCode() + partition;
    }

    /** Another period is another shard. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public String toString() {
        return group + "-" + partition;
    }
}
