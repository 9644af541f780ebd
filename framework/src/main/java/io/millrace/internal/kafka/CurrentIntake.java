package io.millrace.internal.kafka;

import io.millrace.runtime.Trigger;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The intake of the trigger in force, and the wish for another one, which takes its place behind a barrier.
 *
 * <p>Confined to the source worker, but for {@link #change}.
 */
final class CurrentIntake {

    private final Function<Trigger, Intake> factory;
    private final Object lock = new Object();
    private Intake intake;

    // Guarded by lock:
    private @Nullable Trigger wanted;
    private CompletableFuture<Void> changed = CompletableFuture.completedFuture(null);
    private boolean ended;

    private volatile boolean changeWanted;

    CurrentIntake(Function<Trigger, Intake> factory, Trigger trigger) {
        this.factory = factory;
        this.intake = factory.apply(trigger);
    }

    Intake get() {
        return intake;
    }

    /**
     * Has {@code trigger} take over at the next edge of an epoch, instead of one that was wanted before and has not taken over yet.
     * Callable by any thread.
     *
     * @return completes when it, or one that is wanted later, is in force, or the run has ended
     */
    CompletableFuture<Void> change(Trigger trigger) {
        synchronized (lock) {
            if (ended) {
                return CompletableFuture.completedFuture(null);
            }
            if (wanted == null) {
                changed = new CompletableFuture<>();
            }
            wanted = trigger;
            changeWanted = true;
            return changed;
        }
    }

    boolean isChangeWanted() {
        return changeWanted;
    }

    /** A barrier has been sent: has the trigger that is wanted take over behind it, if there is one. */
    void passEdge() {
        if (changeWanted) {
            CompletableFuture<Void> done;
            synchronized (lock) {
                if (wanted != null) {
                    intake = factory.apply(wanted);
                }
                wanted = null;
                changeWanted = false;
                done = changed;
            }
            done.complete(null);
        }
    }

    /** Lets those go who wait for a change. */
    void end() {
        CompletableFuture<Void> done;
        synchronized (lock) {
            ended = true;
            wanted = null;
            changeWanted = false;
            done = changed;
        }
        done.complete(null);
    }
}
