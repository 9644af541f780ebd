package io.millrace.internal.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Micro-batch: at each trigger, reads what there is by then, ends the epoch behind it, and waits for the next trigger. If a
 * batch takes longer than the interval, the next one begins at once.
 *
 * <p>Confined to the source worker.
 */
final class TriggeredIntake implements Intake {

    private final Consumer<?, ?> consumer;
    private final FeedTable feeds;
    private final long interval;
    private final Duration timeout;
    private long triggerAt;
    private boolean reading;
    private Map<TopicPartition, Long> batchEnd = Map.of();

    /** {@code timeout} bounds the question to the broker for what there is. */
    TriggeredIntake(Consumer<?, ?> consumer, FeedTable feeds, Duration interval, Duration timeout, long now) {
        this.consumer = consumer;
        this.feeds = feeds;
        this.interval = interval.toNanos();
        this.timeout = timeout;
        this.triggerAt = now;
    }

    @Override
    public void update(long now, boolean flowing) {
        if (!reading && flowing && now - triggerAt >= 0 && !feeds.all().isEmpty()) {
            beginBatch(now);
        }
    }

    @Override
    public boolean isReading() {
        return reading;
    }

    @Override
    public boolean isBarrierDue(long now) {
        return reading && feeds.all().stream().allMatch(this::hasReachedBatchEnd);
    }

    @Override
    public void barrierSent(long now) {
        reading = false;
        long next = triggerAt + interval;
        triggerAt = next - now > 0 ? next : now;
    }

    @Override
    public long nanosToNextChange(long now) {
        boolean untilTrigger = !reading && !feeds.all().isEmpty();
        return untilTrigger ? Math.max(0, triggerAt - now) : Long.MAX_VALUE;
    }

    private void beginBatch(long now) {
        Set<TopicPartition> partitions =
                feeds.all().stream().map(PartitionFeed::partition).collect(Collectors.toSet());
        batchEnd = ends(partitions);
        reading = !batchEnd.isEmpty();
        if (!reading) {
            triggerAt = now + interval;
        }
    }

    /** Returns where the partitions end, as far as Kafka says it in time: one without a leader must not stop the others. */
    private Map<TopicPartition, Long> ends(Set<TopicPartition> partitions) {
        try {
            return Unwoken.call(() -> consumer.endOffsets(partitions, timeout));
        } catch (TimeoutException e) {
            return partitions.size() > 1 ? endsOneByOne(partitions) : Map.of();
        }
    }

    private Map<TopicPartition, Long> endsOneByOne(Set<TopicPartition> partitions) {
        Map<TopicPartition, Long> ends = new HashMap<>();
        Duration each = timeout.dividedBy(partitions.size());
        for (TopicPartition partition : partitions) {
            try {
                ends.putAll(Unwoken.call(() -> consumer.endOffsets(Set.of(partition), each)));
            } catch (TimeoutException e) {
                continue; // it is asked again for the next batch
            }
        }
        return ends;
    }

    private boolean hasReachedBatchEnd(PartitionFeed feed) {
        long end = batchEnd.getOrDefault(feed.partition(), 0L);
        return feed.isEmpty() && feed.position().offset() >= end;
    }
}
