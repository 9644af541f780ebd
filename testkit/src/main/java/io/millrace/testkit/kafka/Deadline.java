package io.millrace.testkit.kafka;

import java.time.Duration;
import java.util.function.Supplier;

/** The end of a wait. Immutable. */
record Deadline(long end, Duration patience) {
    private static final long PAUSE_MILLIS = 20;

    static Deadline in(Duration patience) {
        return new Deadline(System.nanoTime() + patience.toNanos(), patience);
    }

    boolean isOver() {
        return System.nanoTime() - end >= 0;
    }

    /** Waits a moment before the next look at something remote, or fails the test with {@code complaint} if the wait is over. */
    void pause(Supplier<String> complaint) {
        if (isOver()) {
            throw new AssertionError(complaint.get());
        }
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new AssertionError("The test's thread was interrupted. " + complaint.get(), interruption);
        }
    }

    /** Returns the whole wait for messages, such as {@code 30 s} or {@code 500 ms}. */
    String text() {
        return patience.toMillis() % 1_000 == 0 ? patience.toSeconds() + " s" : patience.toMillis() + " ms";
    }
}
