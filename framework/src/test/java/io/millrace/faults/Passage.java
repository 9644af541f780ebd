package io.millrace.faults;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Says when bytes get through a {@link TcpProxy}: after how long, or not for now. Thread-safe. */
final class Passage {

    private boolean shut;
    private Duration least = Duration.ZERO;
    private Duration most = Duration.ZERO;

    synchronized void shut() {
        shut = true;
    }

    synchronized void open() {
        shut = false;
        notifyAll();
    }

    synchronized void slowDown(Duration newLeast, Duration newMost) {
        least = newLeast;
        most = newMost;
    }

    /** Returns at which {@link System#nanoTime()} that arrives which is sent now. */
    synchronized long arrival() {
        return System.nanoTime() + ThreadLocalRandom.current().nextLong(least.toNanos(), most.toNanos() + 1);
    }

    /** Waits until it is {@code arrival} and the passage is open. */
    synchronized void await(long arrival) throws InterruptedException {
        for (long left = arrival - System.nanoTime(); left > 0; left = arrival - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        while (shut) {
            wait();
        }
    }
}
