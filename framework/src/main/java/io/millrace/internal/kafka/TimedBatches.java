package io.millrace.internal.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/** A round of batches at each trigger, of what there is by then. Confined to the source worker. */
final class TimedBatches implements BatchSchedule {

    static final int MOST_RECORDS = 10_000;

    private final FeedTable feeds;
    private final CurrentEnds ends;
    private final long interval;
    private long triggerAt;
    private Map<TopicPartition, Long> lastEnds = Map.of();

    /** Has the first round begin at once. */
    TimedBatches(FeedTable feeds, CurrentEnds ends, Duration interval, long now) {
        this.feeds = feeds;
        this.ends = ends;
        this.interval = interval.toNanos();
        this.triggerAt = now;
    }

    @Override
    public Optional<Map<TopicPartition, Long>> begin(long now) {
        if (now - triggerAt < 0 || feeds.all().isEmpty()) {
            return Optional.empty();
        }
        Set<TopicPartition> partitions =
                feeds.all().stream().map(PartitionFeed::partition).collect(Collectors.toSet());
        lastEnds = ends.of(partitions);
        return Optional.of(lastEnds);
    }

    @Override
    public int mostRecords() {
        return MOST_RECORDS;
    }

    @Override
    public void ended(long now, boolean empty) {
        long next = triggerAt + interval;
        if (empty || lastEnds.isEmpty()) {
            triggerAt = next - now > 0 ? next : now + interval;
        } else {
            triggerAt = next - now > 0 && !isMoreThere() ? next : now;
        }
    }

    /** Returns whether a batch was too small for all that was there. */
    private boolean isMoreThere() {
        return feeds.all().stream()
                .anyMatch(feed -> feed.position().offset() < lastEnds.getOrDefault(feed.partition(), 0L));
    }

    @Override
    public long nanosToNextRound(long now) {
        return feeds.all().isEmpty() ? Long.MAX_VALUE : Math.max(0, triggerAt - now);
    }

    /** Never is. */
    @Override
    public boolean isFinished() {
        return false;
    }
}
