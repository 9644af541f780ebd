package io.millrace.internal.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Rounds of batches behind each other, of what was there when the job began and what that gave rise to in the topology's own topics.
 *
 * <p>Confined to the source worker.
 */
final class JobBatches implements BatchSchedule {

    private final InputFeeds feeds;
    private final CurrentEnds current;
    private final JobProgress progress;
    private final JobEpochs epochs;
    private final int mostRecords;
    private @Nullable Map<TopicPartition, Long> ends;
    private boolean idle;
    private boolean finished;

    /** {@code current} is asked for the topology's own topics. */
    JobBatches(InputFeeds feeds, CurrentEnds current, JobProgress progress, JobEpochs epochs, int mostRecords) {
        this.feeds = feeds;
        this.current = current;
        this.progress = progress;
        this.epochs = epochs;
        this.mostRecords = mostRecords;
    }

    @Override
    public Optional<Map<TopicPartition, Long>> begin(long now) {
        progress.ends(now).ifPresent(found -> ends = found);
        if (idle) {
            finished = progress.isDone(now);
        }
        Map<TopicPartition, Long> known = ends;
        if (known == null || finished || !epochs.mayBegin()) {
            return Optional.empty();
        }
        if (feeds.all().isEmpty()) {
            idle = true;
            return Optional.empty();
        }
        Map<TopicPartition, Long> round = new HashMap<>(known);
        Set<TopicPartition> own = feeds.all().stream()
                .filter(feeds::isOwn)
                .map(PartitionFeed::partition)
                .collect(Collectors.toSet());
        if (!own.isEmpty()) {
            round.putAll(current.of(own));
        }
        return Optional.of(round);
    }

    @Override
    public int mostRecords() {
        return mostRecords;
    }

    @Override
    public void ended(long now, boolean empty) {
        idle = empty;
    }

    @Override
    public long nanosToNextRound(long now) {
        if (ends == null || !epochs.mayBegin()) {
            return Long.MAX_VALUE; // an answer wakes the source
        }
        return idle ? progress.nanosToNextLook(now) : 0;
    }

    @Override
    public boolean isFinished() {
        return finished;
    }
}
