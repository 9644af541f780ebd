package io.millrace.internal.kafka;

import io.millrace.errors.MillraceException;
import io.millrace.runtime.EpochProgress;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Those who wait for all that was read by now to be durable. They wait together for the next barrier, whatever its reason, and for the
 * commit of its epoch: a barrier that was sent before they came may be in front of what they mean.
 *
 * <p>Thread-safe; all but {@link #await} and {@link #end} is the source worker's.
 */
final class AwaitedCheckpoints {

    // Guarded by this:
    private @Nullable CompletableFuture<EpochProgress> next;
    private @Nullable CompletableFuture<EpochProgress> underWay;
    private @Nullable MillraceException over;

    private volatile boolean wanted;

    /** Returns what completes when the next epoch that ends is durable. */
    synchronized CompletableFuture<EpochProgress> await() {
        if (over != null) {
            return CompletableFuture.failedFuture(over);
        }
        CompletableFuture<EpochProgress> waiting = next == null ? new CompletableFuture<>() : next;
        next = waiting;
        wanted = true;
        return waiting;
    }

    /** Returns whether somebody waits for a barrier. */
    boolean isWanted() {
        return wanted;
    }

    /** The epoch ends here. */
    synchronized void barrierSent() {
        underWay = next;
        next = null;
        wanted = false;
    }

    /** The epoch that ended last is durable. */
    void committed(EpochProgress progress) {
        CompletableFuture<EpochProgress> done;
        synchronized (this) {
            done = underWay;
            underWay = null;
        }
        if (done != null) {
            done.complete(progress);
        }
    }

    /** No more epochs become durable, because of {@code reason}. */
    void end(MillraceException reason) {
        CompletableFuture<EpochProgress> first;
        CompletableFuture<EpochProgress> second;
        synchronized (this) {
            over = reason;
            first = underWay;
            second = next;
            underWay = null;
            next = null;
            wanted = false;
        }
        if (first != null) {
            first.completeExceptionally(reason);
        }
        if (second != null) {
            second.completeExceptionally(reason);
        }
    }
}
