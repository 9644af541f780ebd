package io.millrace.internal.state;

import io.millrace.runtime.TimeSource;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.rocksdb.RocksDBException;

/**
 * Repeats a write that RocksDB refuses for the moment, because it has to write files first, for 30 seconds. Without the setting
 * that makes it refuse, it would wait in native code, on a full disk for ever.
 *
 * <p>Thread-safe.
 *
 * @param isGivenUp whether nobody waits for writes any more, as nobody does in a thread that is interrupted
 */
record RocksRetry(TimeSource time, BooleanSupplier isGivenUp) {

    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration PAUSE = Duration.ofMillis(10);

    /** One attempt to write. */
    @FunctionalInterface
    interface Attempt {
        void run() throws RocksDBException;
    }

    /** Runs {@code attempt} until it succeeds; throws what it throws if that is final or has gone on for too long. */
    void run(Attempt attempt) throws RocksDBException {
        long end = time.nanoTime() + PATIENCE.toNanos();
        while (!succeeds(attempt, end)) {
            LockSupport.parkNanos(this, PAUSE.toNanos());
        }
    }

    private boolean succeeds(Attempt attempt, long end) throws RocksDBException {
        try {
            attempt.run();
            return true;
        } catch (RocksDBException e) {
            boolean isOver =
                    isGivenUp.getAsBoolean() || Thread.currentThread().isInterrupted() || time.nanoTime() - end >= 0;
            if (isOver || !RocksFailures.passes(e)) {
                throw e;
            }
            return false;
        }
    }
}
