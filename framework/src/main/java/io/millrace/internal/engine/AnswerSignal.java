package io.millrace.internal.engine;

import io.millrace.internal.exchange.WakeUp;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Tells the thread that steps a run that another one has completed a call. Thread-safe. */
final class AnswerSignal implements WakeUp {

    private final Semaphore answers = new Semaphore(0);

    @Override
    public void wakeUp() {
        answers.release();
    }

    /** Waits until there was an answer since the last time; returns whether there was one within {@code timeout}. */
    boolean await(Duration timeout) {
        try {
            boolean answered = answers.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS);
            answers.drainPermits();
            return answered;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
