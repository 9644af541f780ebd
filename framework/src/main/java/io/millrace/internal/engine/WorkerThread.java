package io.millrace.internal.engine;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread that runs workers, and how it is brought to its end. */
record WorkerThread(Thread thread) {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerThread.class);
    private static final int FRAMES = 12;

    /**
     * Waits for the thread, which knows that its run has ended; interrupts it after {@code patience}, and gives it up after as
     * long again.
     */
    void end(Duration patience) {
        if (thread.getState() == Thread.State.NEW) {
            thread.start(); // it closes its worker
        }
        if (!endsWithin(patience)) {
            thread.interrupt();
            if (!endsWithin(patience)) {
                LOG.error(
                        "Thread '{}' does not end: user code is stuck at{}",
                        thread.getName(),
                        Arrays.stream(thread.getStackTrace())
                                .limit(FRAMES)
                                .map(frame -> "\n  " + frame)
                                .collect(Collectors.joining()));
            }
        }
    }

    String name() {
        return thread.getName();
    }

    boolean isAlive() {
        return thread.isAlive();
    }

    /** Returns whether the thread has ended, or ends within {@code patience}. */
    boolean endsWithin(Duration patience) {
        try {
            thread.join(Math.max(1, patience.toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }
}
