package io.millrace.internal.async;

import io.millrace.internal.exchange.Origin;
import io.millrace.trace.TracePlace;
import io.millrace.trace.TraceStep;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A call for some records, with all its tries. Confined to the worker. */
final class Call {

    private final List<QueuedRecord> records;
    private int attempt;
    private boolean awaiting;
    private @Nullable CompletionStage<?> stage;
    private TraceStep step = TraceStep.NONE;
    private long dueAt;

    /** {@code records} are one at least. */
    Call(List<QueuedRecord> records) {
        this.records = List.copyOf(records);
    }

    List<QueuedRecord> records() {
        return records;
    }

    /** Returns the input that stands for all that it is for. */
    Origin origin() {
        return records.get(0).data().origin();
    }

    /** Returns whether nobody wants any of its records any more. */
    boolean isVoid() {
        for (QueuedRecord queued : records) {
            if (!queued.isVoid()) {
                return false;
            }
        }
        return true;
    }

    /** Returns the step that the try takes in the trace of the first of its records that is traced, or took last. */
    TraceStep step() {
        return step;
    }

    /** Begins a try at {@code place}, which has failed if there is no answer at {@code newDueAt}; returns its number, from 1. */
    int begin(long newDueAt, TracePlace place, String node) {
        step = traceBefore().next(TraceStep.Kind.CALL, place, node);
        attempt++;
        awaiting = true;
        dueAt = newDueAt;
        return attempt;
    }

    private TraceStep traceBefore() {
        for (QueuedRecord queued : records) {
            TraceStep before = queued.data().origin().trace();
            if (before != TraceStep.NONE) {
                return before;
            }
        }
        return TraceStep.NONE;
    }

    /** The answer of the try comes by {@code newStage}. */
    void awaits(CompletionStage<?> newStage) {
        stage = newStage;
    }

    /** The try has ended, and the next one begins at {@code newDueAt}. */
    void pauseUntil(long newDueAt) {
        awaiting = false;
        stage = null;
        dueAt = newDueAt;
    }

    /** Returns whether an answer is waited for, and not the time of the next try. */
    boolean isAwaiting() {
        return awaiting;
    }

    /** Returns whether the answer to try {@code number} is waited for. */
    boolean isAwaiting(int number) {
        return awaiting && attempt == number;
    }

    /** Returns how many tries there were. */
    int attempts() {
        return attempt;
    }

    /** Returns the engine's nanoTime at which it is to be looked at again. */
    long dueAt() {
        return dueAt;
    }

    /** Gives the try up; what it comes to is not looked at any more. */
    void cancel() {
        CompletionStage<?> cancelled = stage;
        awaiting = false;
        stage = null;
        step.end();
        if (cancelled != null) {
            try {
                cancelled.toCompletableFuture().cancel(true);
            } catch (RuntimeException e) {
                // A stage need not be a future; then it can't be cancelled, and ends when it ends.
            }
        }
    }
}
