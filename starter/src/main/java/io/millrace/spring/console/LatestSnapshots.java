package io.millrace.spring.console;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The snapshots that wait for one reader. A reader that is too slow misses the oldest: a console wants to know how it is now, and what
 * waits must not grow.
 *
 * <p>Thread-safe.
 */
final class LatestSnapshots {

    static final int KEPT = 2;

    private final Deque<String> waiting = new ArrayDeque<>(KEPT);
    private boolean closed;

    /** Adds a snapshot, in place of the oldest where {@value #KEPT} wait already. */
    synchronized void offer(String snapshot) {
        if (closed) {
            return;
        }
        if (waiting.size() == KEPT) {
            waiting.removeFirst();
        }
        waiting.addLast(snapshot);
        notifyAll();
    }

    /** Returns the oldest that waits, as soon as there is one; null where none came within {@code seconds}, or it is closed. */
    synchronized @Nullable String take(long seconds) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        long left = end - System.nanoTime();
        while (waiting.isEmpty() && !closed && left > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            left = end - System.nanoTime();
        }
        return waiting.pollFirst();
    }

    /** Ends every wait; nothing is added any more. */
    synchronized void close() {
        closed = true;
        waiting.clear();
        notifyAll();
    }

    synchronized boolean isClosed() {
        return closed;
    }
}
