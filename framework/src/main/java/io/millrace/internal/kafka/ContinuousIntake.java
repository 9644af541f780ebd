package io.millrace.internal.kafka;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Real-time: reads always, and ends an epoch every so often; notes when it is far behind.
 *
 * <p>While records wait for a retry, a barrier would wait for them and hold up all others. So it is put off, for some time.
 *
 * <p>Confined to the source worker.
 */
final class ContinuousIntake implements Intake {

    private static final long LONGEST_DELAY = TimeUnit.SECONDS.toNanos(10);
    private static final long SLEEP_WHILE_PUT_OFF = TimeUnit.MILLISECONDS.toNanos(20);

    private final FeedTable feeds;
    private final long interval;
    private final Backlog backlog;
    private final LongSupplier parked;
    private long barrierDueAt;
    private boolean begun;

    /** {@code parked} returns how many records wait for a retry. */
    ContinuousIntake(FeedTable feeds, Duration interval, Backlog backlog, LongSupplier parked, long now) {
        this.feeds = feeds;
        this.interval = interval.toNanos();
        this.backlog = backlog;
        this.parked = parked;
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
        long late = now - barrierDueAt;
        return late >= 0 && (late >= Math.max(interval, LONGEST_DELAY) || parked.getAsLong() == 0);
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
        long left = barrierDueAt - now;
        return left > 0 ? left : isBarrierDue(now) ? 0 : SLEEP_WHILE_PUT_OFF;
    }

    /** Never is. */
    @Override
    public boolean isFinished() {
        return false;
    }
}
