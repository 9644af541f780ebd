package io.millrace.internal.exchange;

/** Wakes the thread that runs a worker, if it sleeps. Thread-safe; costs little when there is nothing to wake. */
@FunctionalInterface
public interface WakeUp {

    /** For a worker that the same thread runs as the one who would wake it. */
    WakeUp NOT_NEEDED = () -> {};

    void wakeUp();
}
