package io.millrace.internal.kafka;

/** The workers that share the poll thread. Confined to it. */
@FunctionalInterface
public interface OtherWorkers {

    /** Gives each a turn; returns how much they did. */
    int run();

    /** Returns for how many nanoseconds none of them has anything to do unless somebody wakes the thread. */
    default long nanosToNextWork() {
        return Long.MAX_VALUE;
    }
}
