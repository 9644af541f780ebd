package io.millrace.internal.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * Micro-batch: at each trigger, reads what there is by then, ends the epoch behind it, and waits for the next trigger. If a
 * batch takes longer than the interval, the next one begins at once.
 *
 * <p>Confined to the source worker.
 */
final class TriggeredIntake implements Intake {

    private final InputFeeds feeds;
    private final CurrentEnds ends;
    private final Optional<HopEpochs> hops;
    private final long interval;
    private long triggerAt;
    private boolean inBatch;

    /**
     * Has the first batch begin at once.
     *
     * @param hops present where epochs are to end between batches, too
     */
    TriggeredIntake(InputFeeds feeds, CurrentEnds ends, Optional<HopEpochs> hops, Duration interval, long now) {
        this.hops = hops;
        this.feeds = feeds;
        this.ends = ends;
        this.interval = interval.toNanos();
        this.triggerAt = now;
        feeds.inputs().forEach(PartitionFeed::shut);
    }

    @Override
    public boolean update(long now, boolean flowing) {
        feeds.openOwn();
        hops.ifPresent(between -> between.update(now));
        if (!inBatch && flowing && now - triggerAt >= 0 && !feeds.all().isEmpty()) {
            beginBatch(now);
            return inBatch;
        }
        return false;
    }

    @Override
    public boolean wants(PartitionFeed feed) {
        return feed.isEmpty() && !feed.isAtLimit();
    }

    @Override
    public int publish() {
        int published = feeds.publish();
        if (published > 0 && !inBatch) {
            hops.ifPresent(HopEpochs::flowed);
        }
        return published;
    }

    @Override
    public boolean comesInBatches() {
        return true;
    }

    @Override
    public boolean isBarrierDue(long now) {
        return inBatch
                ? feeds.haveInputsFlowed()
                : hops.filter(between -> between.isDue(now)).isPresent();
    }

    /** Always is one: a batch that is ended early goes on in the next epoch. */
    @Override
    public boolean isEdge() {
        return true;
    }

    @Override
    public void barrierSent(long now) {
        hops.ifPresent(HopEpochs::ended);
        if (inBatch) {
            inBatch = false;
            long next = triggerAt + interval;
            triggerAt = next - now > 0 ? next : now;
        }
    }

    @Override
    public long nanosToNextChange(long now) {
        if (inBatch || feeds.all().isEmpty()) {
            return Long.MAX_VALUE;
        }
        long toHop = hops.map(between -> between.nanosToDue(now)).orElse(Long.MAX_VALUE);
        return Math.min(toHop, Math.max(0, triggerAt - now));
    }

    /** Never is. */
    @Override
    public boolean isFinished() {
        return false;
    }

    private void beginBatch(long now) {
        Set<TopicPartition> partitions =
                feeds.inputs().map(PartitionFeed::partition).collect(Collectors.toSet());
        Map<TopicPartition, Long> batchEnd = partitions.isEmpty() ? Map.of() : ends.of(partitions);
        inBatch = partitions.isEmpty() || !batchEnd.isEmpty();
        if (!inBatch) {
            triggerAt = now + interval;
        }
        feeds.inputs().forEach(feed -> feed.limitTo(batchEnd.getOrDefault(feed.partition(), 0L)));
    }
}
