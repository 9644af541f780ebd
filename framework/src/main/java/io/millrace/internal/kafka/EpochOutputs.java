package io.millrace.internal.kafka;

import io.millrace.internal.epoch.Epoch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The outputs that one worker sent in one epoch. Acknowledges the epoch when it is sealed and none is open.
 *
 * <p>{@link #sent}, {@link #notSent} and {@link #seal} are confined to the worker, {@link #acknowledged} may be called by any thread.
 */
final class EpochOutputs {

    /** The outputs that are not acknowledged, and one more until the epoch is sealed. */
    private final AtomicInteger open = new AtomicInteger(1);

    private long count;
    private volatile @Nullable Epoch epoch;

    void sent() {
        count++;
        open.incrementAndGet();
    }

    /** The last one was not sent after all. */
    void notSent() {
        count--;
        open.decrementAndGet();
    }

    void acknowledged() {
        if (open.decrementAndGet() == 0) {
            Epoch sealed = epoch;
            if (sealed == null) {
                throw new IllegalStateException("More outputs were acknowledged than sent");
            }
            sealed.acknowledge(count);
        }
    }

    void seal(Epoch newEpoch) {
        epoch = newEpoch;
        acknowledged();
    }
}
