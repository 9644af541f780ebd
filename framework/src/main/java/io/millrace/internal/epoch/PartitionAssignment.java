package io.millrace.internal.epoch;

import io.millrace.processor.SourcePartition;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One period in which this instance owns an input partition. Every record on its way points at the assignment that it was
 * read under, so that what was read before a partition was lost is recognised after it has come back.
 *
 * <p>Thread-safe.
 */
public final class PartitionAssignment {

    private final SourcePartition partition;
    private final long number;
    private final int firstPartitionCount;
    private final @Nullable UUID topicId;
    private final @Nullable Shard shard;
    private volatile boolean discarded;
    private volatile long replayFrom;

    /**
     * @param number grows with every assignment of a topology
     * @param firstPartitionCount how many partitions the topic had when the consumer group first read it
     * @param topicId Kafka's id of the topic; null where it is not known
     * @param shard what its records may change the state of; null where no store is behind the topic
     */
    public PartitionAssignment(
            SourcePartition partition,
            long number,
            int firstPartitionCount,
            @Nullable UUID topicId,
            @Nullable Shard shard) {
        this.partition = partition;
        this.number = number;
        this.firstPartitionCount = firstPartitionCount;
        this.topicId = topicId;
        this.shard = shard;
    }

    public PartitionAssignment(SourcePartition partition, long number, int firstPartitionCount, @Nullable Shard shard) {
        this(partition, number, firstPartitionCount, null, shard);
    }

    public PartitionAssignment(SourcePartition partition, long number, int firstPartitionCount) {
        this(partition, number, firstPartitionCount, null);
    }

    /** Returns Kafka's id of the topic; null where it is not known, as behind a pattern. */
    public @Nullable UUID topicId() {
        return topicId;
    }

    public @Nullable Shard shard() {
        return shard;
    }

    public int firstPartitionCount() {
        return firstPartitionCount;
    }

    public SourcePartition partition() {
        return partition;
    }

    public String topic() {
        return partition.topic();
    }

    /** Marks everything that was read under this assignment as void: another instance reads it. */
    public void discard() {
        discarded = true;
    }

    public boolean isDiscarded() {
        return discarded;
    }

    /** A checkpoint covers all records before {@code offset}. */
    public void checkpointed(long offset) {
        replayFrom = offset;
    }

    /** Returns the offset from which on records may come again after a failure, as far as is known; 0 at first. */
    public long replayFrom() {
        return replayFrom;
    }

    /** Returns which of {@code workers} takes the records of this partition; neighbours go to different ones. */
    public int worker(int workers) {
        return worker(partition.topic(), partition.partition(), workers);
    }

    /** Returns which of {@code workers} takes the records of this partition where all that share its state go to the same one. */
    public int workerOfShard(int workers) {
        return shard == null ? worker(workers) : shard.worker(workers);
    }

    static int worker(String name, int partition, int workers) {
        return Math.floorMod(name.hashCode() + partition, workers);
    }

    /** Always the same for one assignment, so that what goes through hash maps repeats itself in every run. */
    @Override
    public int hashCode() {
        return 31 * partition.hashCode() + Long.hashCode(number);
    }

    /** Another period is another assignment. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public String toString() {
        return partition + "#" + number;
    }
}
