package io.millrace.benchmark.run;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Microseconds since 1970 that never jump: the wall clock is read once, then only the monotonic clock. Sender and
 * analyser must share one instance; two would differ by the wall clock's corrections.
 *
 * <p>Thread-safe.
 */
public final class RunClock {
    private final long originNanos = System.nanoTime();
    private final long originMicros;

    public RunClock() {
        Instant now = Instant.now();
        originMicros = TimeUnit.SECONDS.toMicros(now.getEpochSecond()) + now.getNano() / 1_000;
    }

    long micros() {
        return micros(System.nanoTime());
    }

    /** The time at which {@link System#nanoTime()} was {@code nanos}. */
    long micros(long nanos) {
        return originMicros + (nanos - originNanos) / 1_000;
    }

    /** Returns at {@code micros} or a little later, at once if that has passed. */
    void sleepUntil(long micros) {
        long left = micros - micros();
        while (left > 0 && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(left));
            left = micros - micros();
        }
    }
}
