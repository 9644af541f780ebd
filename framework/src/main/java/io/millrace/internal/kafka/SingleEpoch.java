package io.millrace.internal.kafka;

/**
 * One epoch, whatever it takes. It begins when all partitions that are assigned may flow, and ends when all of them have. Partitions
 * whose first position is not committed by then would end it early; they are left for another one.
 *
 * <p>Confined to the source worker.
 */
record SingleEpoch(ShardTable shards, FeedTable feeds) implements JobEpochs {

    @Override
    public boolean mayBegin() {
        return isComplete() && feeds.all().stream().noneMatch(PartitionFeed::isHeld);
    }

    @Override
    public boolean isFull(long records, long nanos) {
        return false;
    }

    @Override
    public boolean mayEndEarly() {
        return false;
    }

    @Override
    public boolean isComplete() {
        return shards.restoring().isEmpty();
    }
}
