package io.millrace.internal.stage;

import io.millrace.internal.exchange.WakeUp;
import org.jspecify.annotations.Nullable;

/**
 * The place where a worker puts down what is to be done, and the thread that writes what became of it. There is one task at a time.
 *
 * <p>Thread-safe: {@link #begin} and {@link #takeOutcome} are the worker's, {@link #takeTask} and {@link #end} the writing thread's.
 */
final class SinkCall {

    private final WakeUp writing;
    private final WakeUp worker;
    private volatile @Nullable SinkTask task;
    private volatile @Nullable Outcome outcome;

    /** The two wake the thread that writes, and the worker. */
    SinkCall(WakeUp writing, WakeUp worker) {
        this.writing = writing;
        this.worker = worker;
    }

    /**
     * What became of a task. Immutable.
     *
     * @param failure why it was not done; null if it was
     */
    record Outcome(@Nullable Exception failure) {

        static final Outcome DONE = new Outcome(null);
    }

    void begin(SinkTask newTask) {
        task = newTask;
        writing.wakeUp();
    }

    /** Returns what is to be done; null if there is nothing. */
    @Nullable
    SinkTask takeTask() {
        SinkTask taken = task;
        task = null;
        return taken;
    }

    void end(Outcome newOutcome) {
        outcome = newOutcome;
        worker.wakeUp();
    }

    /** Returns what became of the task; null as long as that is open. */
    @Nullable
    Outcome takeOutcome() {
        Outcome taken = outcome;
        outcome = null;
        return taken;
    }
}
