package io.millrace.testkit.internal.memory;

import io.millrace.runtime.TimeSource;
import java.time.Duration;

/** A clock that stands still until the test moves it. */
final class ManualClock implements TimeSource {

    private static final long START_MILLIS = 1_767_225_600_000L;

    private long nanos;

    void advance(Duration duration) {
        nanos += duration.toNanos();
    }

    @Override
    public long nanoTime() {
        return nanos;
    }

    @Override
    public long currentTimeMillis() {
        return START_MILLIS + nanos / 1_000_000;
    }
}
