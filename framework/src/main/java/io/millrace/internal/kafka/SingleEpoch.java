package io.millrace.internal.kafka;

/**
 * One epoch, whatever it takes. It begins when all partitions that are assigned may flow, and ends when all of them have. Partitions
 * that come amid the epoch and can't flow before a barrier, to have their first position committed or their former state closed,
 * are left for another one.
 *
 * <p>Confined to the source worker.
 */
record SingleEpoch(SourceParts parts) implements JobEpochs {

    @Override
    public boolean mayBegin() {
        boolean hasJoined = parts.shards().hasRestored(); // nothing is being restored before that, either
        return hasJoined && isRestored() && parts.feeds().all().stream().noneMatch(PartitionFeed::isHeld);
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
        return isRestored() || parts.epochs().isBarrierRequested();
    }

    private boolean isRestored() {
        return parts.shards().restoring().isEmpty();
    }
}
