package io.millrace.internal.engine;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread of one stage worker, and how it is brought to its end. */
record StageThread(Thread thread) {

    private static final Logger LOG = LoggerFactory.getLogger(StageThread.class);
    private static final long PATIENCE_MILLIS = 5_000;
    private static final int FRAMES = 12;

    /** Waits for the thread, which knows that its run has ended; interrupts it, and gives it up if that does not help. */
    void end() {
        if (thread.getState() == Thread.State.NEW) {
            thread.start(); // it closes its worker
        }
        if (!endsWithin(PATIENCE_MILLIS)) {
            thread.interrupt();
            if (!endsWithin(PATIENCE_MILLIS)) {
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

    private boolean endsWithin(long millis) {
        try {
            thread.join(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }
}
