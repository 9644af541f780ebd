package io.millrace.internal.kafka;

import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.epoch.Position;
import io.millrace.processor.SourcePartition;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A job: reads what was there when it began, and is finished when all of that is processed and durable, with what it gave rise to
 * in the topology's own topics.
 *
 * <p>Confined to the source worker.
 */
final class JobIntake implements Intake {

    /** At the end, what comes through the topology's own topics makes epochs that follow each other. */
    private static final long SHORTEST_EPOCH_NANOS = Duration.ofMillis(100).toNanos();

    private final InputFeeds feeds;
    private final JobProgress progress;
    private final JobEpochs epochs;
    private final JobEnd end;
    private @Nullable Map<TopicPartition, Long> ends;
    private Map<PartitionAssignment, Position> lastEnd = Map.of();
    private long lastBarrierAt;
    private long records;
    private boolean begun;
    private boolean finished;

    JobIntake(InputFeeds feeds, JobProgress progress, JobEpochs epochs, JobEnd end, long now) {
        this.feeds = feeds;
        this.progress = progress;
        this.epochs = epochs;
        this.end = end;
        this.lastBarrierAt = now;
        feeds.inputs().forEach(PartitionFeed::shut);
    }

    @Override
    public boolean update(long now, boolean flowing) {
        feeds.openOwn();
        progress.ends(now).ifPresent(found -> ends = found);
        Map<TopicPartition, Long> known = ends;
        if (known == null) {
            return false;
        }
        boolean first = !begun && epochs.mayBegin();
        begun |= first;
        if (begun) {
            feeds.inputs().forEach(feed -> feed.limitTo(known.getOrDefault(feed.partition(), 0L)));
        }
        if (flowing && isAtEnd() && !hasMoved()) {
            finished = end.isCome(now);
        }
        return first || finished || isEndToBeTold();
    }

    @Override
    public boolean wants(PartitionFeed feed) {
        return feed.isEmpty() && !feed.isAtLimit();
    }

    @Override
    public int publish() {
        int published = feeds.publish();
        records += published;
        return published;
    }

    @Override
    public boolean comesInBatches() {
        return true;
    }

    @Override
    public boolean isBarrierDue(long now) {
        if (isEndToBeTold()) {
            return true;
        }
        if (isAtEnd()) {
            return epochs.isComplete() && now - lastBarrierAt >= SHORTEST_EPOCH_NANOS && hasMoved();
        }
        return begun && epochs.isFull(records, now - lastBarrierAt);
    }

    @Override
    public Set<SourcePartition> ended() {
        return isEndToBeTold() ? end.ended() : Set.of();
    }

    @Override
    public boolean isEdge() {
        return !begun || epochs.mayEndEarly() || (isAtEnd() && epochs.isComplete());
    }

    @Override
    public void barrierSent(long now) {
        if (isEndToBeTold()) {
            end.told();
        } else {
            end.goOn();
        }
        lastBarrierAt = now;
        lastEnd = feeds.positions();
        records = 0;
    }

    @Override
    public long nanosToNextChange(long now) {
        if (!isAtEnd() || !epochs.isComplete()) {
            return Long.MAX_VALUE; // records and answers wake the source
        }
        return hasMoved() ? Math.max(0, lastBarrierAt + SHORTEST_EPOCH_NANOS - now) : progress.nanosToNextLook(now);
    }

    @Override
    public boolean isFinished() {
        return finished;
    }

    /** Returns whether all inputs that may flow now have entered the lanes. */
    private boolean isAtEnd() {
        return begun && feeds.inputs().allMatch(feed -> feed.isAtLimit() || feed.isHeld());
    }

    /** Returns whether the workers are to know what has nothing more; as long as nothing has come since that was found out. */
    private boolean isEndToBeTold() {
        return !end.ended().isEmpty() && !hasMoved();
    }

    private boolean hasMoved() {
        return !lastEnd.equals(feeds.positions());
    }
}
