package io.millrace.internal.kafka;

import java.util.concurrent.TimeUnit;

/**
 * Whether nothing new is to be read, and when epochs end meanwhile: those of batches are ended by what is read, and now nothing is, while
 * timers go on to give rise to outputs and changes of state.
 *
 * <p>Confined to the source worker, but for {@link #begin} and {@link #end}.
 */
final class Pause {

    private static final long BETWEEN_EPOCHS_NANOS = TimeUnit.SECONDS.toNanos(10);

    private volatile boolean wanted;
    private long lastBarrierAt;

    Pause(long now) {
        this.lastBarrierAt = now;
    }

    void begin() {
        wanted = true;
    }

    void end() {
        wanted = false;
    }

    boolean isWanted() {
        return wanted;
    }

    /** Returns whether the epoch is to end because of a pause. */
    boolean isBarrierDue(long now) {
        return wanted && now - lastBarrierAt >= BETWEEN_EPOCHS_NANOS;
    }

    /** A barrier was sent, for whatever reason. */
    void barrierSent(long now) {
        lastBarrierAt = now;
    }

    /** Returns how long no barrier is due, in nanoseconds. */
    long nanosToBarrier(long now) {
        return wanted ? Math.max(0, lastBarrierAt + BETWEEN_EPOCHS_NANOS - now) : Long.MAX_VALUE;
    }
}
