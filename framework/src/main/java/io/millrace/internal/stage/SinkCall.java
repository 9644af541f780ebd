package io.millrace.internal.stage;

import io.millrace.internal.exchange.WakeUp;
import io.millrace.sink.SinkRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The place where a worker puts down a batch, and the thread that writes it what became of that. There is one batch at a time.
 *
 * <p>Thread-safe: {@link #begin} and {@link #takeOutcome} are the worker's, {@link #takeBatch} and {@link #end} the writing thread's.
 */
final class SinkCall {

    private final WakeUp writing;
    private final WakeUp worker;
    private volatile @Nullable List<SinkRecord<Object, Object>> batch;
    private volatile @Nullable Outcome outcome;

    /** The two wake the thread that writes, and the worker. */
    SinkCall(WakeUp writing, WakeUp worker) {
        this.writing = writing;
        this.worker = worker;
    }

    /**
     * What became of a batch. Immutable.
     *
     * @param failure why it was not written; null if it was
     */
    record Outcome(@Nullable Exception failure) {

        static final Outcome WRITTEN = new Outcome(null);
    }

    void begin(List<SinkRecord<Object, Object>> newBatch) {
        batch = newBatch;
        writing.wakeUp();
    }

    /** Returns the batch that is to be written; null if there is none. */
    @Nullable
    List<SinkRecord<Object, Object>> takeBatch() {
        List<SinkRecord<Object, Object>> taken = batch;
        batch = null;
        return taken;
    }

    void end(Outcome newOutcome) {
        outcome = newOutcome;
        worker.wakeUp();
    }

    /** Returns what became of the batch; null as long as that is open. */
    @Nullable
    Outcome takeOutcome() {
        Outcome taken = outcome;
        outcome = null;
        return taken;
    }
}
