package io.millrace.internal.kafka;

import java.time.Duration;

/** Real-time: reads always, and ends an epoch every so often; notes when it is far behind. Confined to the source worker. */
final class ContinuousIntake implements Intake {

    private final FeedTable feeds;
    private final long interval;
    private final Backlog backlog;
    private long barrierDueAt;
    private boolean begun;

    ContinuousIntake(FeedTable feeds, Duration interval, Backlog backlog, long now) {
        this.feeds = feeds;
        this.interval = interval.toNanos();
        this.backlog = backlog;
        this.barrierDueAt = now + this.interval;
    }

    @Override
    public boolean update(long now, boolean flowing) {
        feeds.all().forEach(PartitionFeed::open);
        backlog.update(now);
        boolean takesOver = !begun && feeds.all().stream().anyMatch(PartitionFeed::hasNext);
        begun = true;
        return takesOver;
    }

    @Override
    public boolean wants(PartitionFeed feed) {
        return feed.isEmpty();
    }

    @Override
    public int publish() {
        return feeds.publish();
    }

    @Override
    public boolean comesInBatches() {
        return false;
    }

    @Override
    public boolean isBarrierDue(long now) {
        return now - barrierDueAt >= 0;
    }

    /** Always is one. */
    @Override
    public boolean isEdge() {
        return true;
    }

    @Override
    public void barrierSent(long now) {
        barrierDueAt = now + interval;
    }

    @Override
    public long nanosToNextChange(long now) {
        return Math.max(0, barrierDueAt - now);
    }

    /** Never is. */
    @Override
    public boolean isFinished() {
        return false;
    }
}
