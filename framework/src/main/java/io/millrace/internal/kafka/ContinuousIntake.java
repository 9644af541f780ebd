package io.millrace.internal.kafka;

import java.time.Duration;

/** Real-time: reads always, and ends an epoch every so often; notes when it is far behind. Confined to the source worker. */
final class ContinuousIntake implements Intake {

    private final long interval;
    private final Backlog backlog;
    private long barrierDueAt;

    ContinuousIntake(Duration interval, Backlog backlog, long now) {
        this.interval = interval.toNanos();
        this.backlog = backlog;
        this.barrierDueAt = now + this.interval;
    }

    @Override
    public void update(long now, boolean flowing) {
        backlog.update(now);
    }

    @Override
    public boolean isReading() {
        return true;
    }

    @Override
    public boolean isBarrierDue(long now) {
        return now - barrierDueAt >= 0;
    }

    @Override
    public void barrierSent(long now) {
        barrierDueAt = now + interval;
    }

    @Override
    public long nanosToNextChange(long now) {
        return Math.max(0, barrierDueAt - now);
    }
}
