package io.millrace.testkit;

import io.millrace.runtime.TimeSource;
import java.time.Duration;
import java.time.Instant;

/**
 * The time of one driver. It stands still until somebody moves it, and there are two reasons to: the test has the wall clock go
 * on, or the engine waits for something. The first ends no session and no transaction at Kafka; the second is not seen on the
 * topology's wall clock.
 *
 * <p>Confined to the driver's thread.
 */
final class ManualClock {

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Instant start;
    private final long startMillis;
    private final Duration patience;
    private long advancedNanos;
    private long waitedNanos;

    /** {@code patience} is real time. */
    ManualClock(Instant start, Duration patience) {
        this.start = start;
        this.patience = patience;
        this.startMillis = start.toEpochMilli();
    }

    /** Returns for how much real time the driver waits for a call that only another thread can complete. */
    Duration patience() {
        return patience;
    }

    Instant now() {
        return start.plusNanos(advancedNanos);
    }

    /** Has the wall clock go on. */
    void advance(Duration duration) {
        advancedNanos = Math.addExact(advancedNanos, duration.toNanos());
    }

    /** Lets time pass for whoever waits. */
    void pass(Duration duration) {
        waitedNanos += duration.toNanos();
    }

    /** Returns the time as the topology sees it. */
    TimeSource ofTopology() {
        return new TimeSource() {
            @Override
            public long nanoTime() {
                return advancedNanos + waitedNanos;
            }

            @Override
            public long currentTimeMillis() {
                return startMillis + advancedNanos / NANOS_PER_MILLI;
            }
        };
    }

    /** Returns the time as the cluster sees it. */
    TimeSource ofCluster() {
        return new TimeSource() {
            @Override
            public long nanoTime() {
                return waitedNanos;
            }

            @Override
            public long currentTimeMillis() {
                return startMillis + (advancedNanos + waitedNanos) / NANOS_PER_MILLI;
            }
        };
    }
}
