package io.millrace.internal.kafka;

import java.time.Duration;

/**
 * Tells when what came through the topology's own topics between two batches has come to rest. Where outputs leave with their epoch,
 * one is ended then, so that they don't wait for the next batch.
 *
 * <p>Confined to the source worker.
 */
final class HopEpochs {

    private static final long REST_NANOS = Duration.ofMillis(10).toNanos();

    private boolean flowed;
    private boolean open;
    private long dueAt;

    /** Records of own topics have entered the lanes. */
    void flowed() {
        flowed = true;
    }

    void update(long now) {
        if (flowed) {
            flowed = false;
            open = true;
            dueAt = now + REST_NANOS;
        }
    }

    boolean isDue(long now) {
        return open && !flowed && now - dueAt >= 0;
    }

    /** An epoch has ended behind all of it. */
    void ended() {
        flowed = false;
        open = false;
    }

    long nanosToDue(long now) {
        return open ? Math.max(0, dueAt - now) : Long.MAX_VALUE;
    }
}
