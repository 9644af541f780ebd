package io.millrace.internal.kafka;

import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.epoch.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Micro-batch for topologies with a batch sink: the number and the end of each partition's batch are durable before its first record
 * flows, so that a batch that has to be repeated, by whomever, is the same one.
 *
 * <p>A batch flows only when all of its records have been read. So it can be completed within a rebalance, where nothing can be read,
 * and an epoch is never ended amid one.
 *
 * <p>Confined to the source worker.
 */
final class PlannedIntake implements Intake {

    private final FeedTable feeds;
    private final BatchSchedule schedule;
    private Phase phase = Phase.IDLE;
    private Map<TopicPartition, Long> ends = Map.of();
    private List<PartitionFeed> planned = List.of();
    private Map<PartitionAssignment, Position> lastEnd = Map.of();
    private boolean idleAtLastUpdate;

    PlannedIntake(FeedTable feeds, BatchSchedule schedule) {
        this.feeds = feeds;
        this.schedule = schedule;
        feeds.all().forEach(PartitionFeed::shut);
    }

    /** What a round of batches waits for. */
    private enum Phase {
        /** For the next round to begin. */
        IDLE,
        /** For the records to be read. */
        COLLECTING,
        /** For the barrier that makes the plan durable to be sent. */
        PLANNED,
        /** For that barrier's epoch to be committed. */
        COMMITTING,
        /** For all records to enter the lanes. */
        FEEDING
    }

    @Override
    public boolean update(long now, boolean flowing) {
        Phase before = phase;
        idleAtLastUpdate = phase == Phase.IDLE && flowing;
        if (idleAtLastUpdate) {
            schedule.begin(now).ifPresent(this::collect);
        }
        if (phase == Phase.COLLECTING && feeds.all().stream().noneMatch(feed -> wants(feed) && !feed.isHeld())) {
            plan(now);
        }
        if (phase == Phase.COMMITTING && flowing) {
            feed();
        }
        return phase != before || isFinished();
    }

    @Override
    public boolean wants(PartitionFeed feed) {
        return phase == Phase.COLLECTING
                && feed.readTo() < end(feed)
                && (feed.isBatchOpen() || feed.waiting() < schedule.mostRecords());
    }

    @Override
    public int publish() {
        return phase == Phase.FEEDING ? feeds.publishBlocks() : 0;
    }

    @Override
    public boolean comesInBatches() {
        return true;
    }

    @Override
    public boolean isBarrierDue(long now) {
        return phase == Phase.PLANNED || (phase == Phase.FEEDING && isFed());
    }

    @Override
    public boolean isEdge() {
        return phase != Phase.FEEDING || isFed();
    }

    @Override
    public void barrierSent(long now) {
        if (phase == Phase.PLANNED) {
            phase = Phase.COMMITTING;
        } else {
            feeds.all().forEach(PartitionFeed::shut);
            phase = Phase.IDLE;
            schedule.ended(now, false);
        }
        lastEnd = feeds.positions();
    }

    @Override
    public long nanosToNextChange(long now) {
        return phase == Phase.IDLE ? schedule.nanosToNextRound(now) : Long.MAX_VALUE;
    }

    @Override
    public boolean isFinished() {
        return idleAtLastUpdate && phase == Phase.IDLE && schedule.isFinished();
    }

    private void collect(Map<TopicPartition, Long> roundEnds) {
        ends = Map.copyOf(roundEnds);
        phase = Phase.COLLECTING;
    }

    /** Returns where the batch of {@code feed} ends at most; one that was planned before ends where it did. */
    private long end(PartitionFeed feed) {
        return feed.isBatchOpen() ? feed.position().batch().end() : ends.getOrDefault(feed.partition(), 0L);
    }

    private void plan(long now) {
        boolean isNew = false;
        planned = new ArrayList<>();
        for (PartitionFeed feed : feeds.all()) {
            if (feed.isHeld()) {
                continue; // its first position is not committed
            }
            isNew |= !feed.isBatchOpen() && feed.planBatch(end(feed));
            if (feed.isBatchOpen()) {
                planned.add(feed);
            } else {
                feed.limitTo(end(feed)); // it may end with offsets without records
            }
        }
        if (isNew) {
            phase = Phase.PLANNED;
        } else if (!planned.isEmpty() || !lastEnd.equals(feeds.positions())) {
            feed();
        } else {
            phase = Phase.IDLE;
            schedule.ended(now, true);
        }
    }

    private void feed() {
        planned.forEach(feed -> feed.limitTo(feed.position().batch().end()));
        planned = List.of();
        phase = Phase.FEEDING;
    }

    private boolean isFed() {
        return feeds.all().stream().allMatch(PartitionFeed::isAtLimit);
    }
}
