package io.millrace.internal.engine;

import io.millrace.runtime.TimeSource;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread that runs workers, and how it is brought to its end. */
record WorkerThread(Thread thread) {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerThread.class);

    /**
     * Waits for {@code threads}, which know that their run has ended. After {@code patience} those that have not ended are
     * interrupted, once; what has not ended after as long again is left behind. It keeps nobody from anything then: the run has let go
     * of all that it had, and the JVM does not wait for it.
     */
    static void end(List<WorkerThread> threads, Duration patience, TimeSource time) {
        threads.forEach(WorkerThread::startUnlessStarted); // it closes its worker
        await(threads, patience, time);
        threads.stream().filter(WorkerThread::isAlive).forEach(thread -> thread.thread()
                .interrupt());
        await(threads, patience, time);
        threads.stream().filter(WorkerThread::isAlive).forEach(WorkerThread::leaveBehind);
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

    /** Tells that nobody waits for it any longer, and where it is. */
    void leaveBehind() {
        LOG.error(
                "Thread '{}' does not end, also not by an interrupt: user code is stuck. It is left behind, and its records are read again from the last checkpoint. Mend the code that it is in{}",
                name(),
                WatchedWorker.lines(List.of(thread.getStackTrace())));
    }

    private void startUnlessStarted() {
        if (thread.getState() == Thread.State.NEW) {
            thread.start();
        }
    }

    private static void await(List<WorkerThread> threads, Duration patience, TimeSource time) {
        long end = time.nanoTime() + patience.toNanos();
        threads.forEach(thread -> thread.endsWithin(Duration.ofNanos(Math.max(0, end - time.nanoTime()))));
    }
}
