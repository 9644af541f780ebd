package io.millrace.runtime;

/** Where an engine gets the time from: the system, or a test. Thread-safe. */
public interface TimeSource {

    /** Returns a time in nanoseconds that only grows; only differences mean anything. */
    long nanoTime();

    /** Returns the wall-clock time in milliseconds since the epoch. */
    long currentTimeMillis();

    /** Returns the system's clocks. */
    static TimeSource system() {
        return SystemTimeSource.INSTANCE;
    }
}
