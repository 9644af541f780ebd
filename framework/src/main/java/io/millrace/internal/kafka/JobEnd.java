package io.millrace.internal.kafka;

import io.millrace.internal.exchange.LaneEvent.Ending;
import io.millrace.internal.plan.TimePlan;

/**
 * The end of a job. Where time is kept, a last barrier tells the workers that all has been read, so that inputs which have brought
 * nothing hold time up no more. What that makes due may write to the topology's own topics again: then the end is not yet.
 *
 * <p>Confined to the source worker.
 */
final class JobEnd {

    private final JobProgress progress;
    private final TimePlan plan;
    private boolean due;
    private boolean told;

    JobEnd(JobProgress progress, TimePlan plan) {
        this.progress = progress;
        this.plan = plan;
    }

    /** All that may flow has flowed and is committed by {@code now}, the engine's nanoTime; returns whether nothing is left to do. */
    boolean isCome(long now) {
        if (!progress.isDone(now)) {
            return false;
        }
        due = !told && plan.shortestSilence().isPresent();
        return !due;
    }

    /** Returns whether the barrier is due that tells of it. */
    boolean isBarrierDue() {
        return due;
    }

    /** Returns how an epoch ends whose barrier is due. */
    Ending ending() {
        return due ? Ending.BEHIND_ALL_INPUT : Ending.BEHIND_A_BATCH;
    }

    /** A barrier has been sent, this or another one. */
    void barrierSent() {
        if (due) {
            progress.lookAgain();
        }
        told = due;
        due = false;
    }
}
