package io.millrace.internal.stage;

/**
 * One instance of a stage, or the source: work in small portions, done by whichever thread runs it, one at a time (the idea
 * of Agrona's agents).
 */
public interface Worker {

    /** Returns the name for logs and threads, as {@code score-2}. */
    String name();

    /** Does a bounded amount of work without waiting for anything and returns how much; 0 if there was none to do. */
    int doWork();

    /** Returns for how many nanoseconds it has nothing to do unless somebody wakes it, as far as it knows. */
    default long nanosToNextWork() {
        return Long.MAX_VALUE;
    }

    /** Releases what it holds. Called once, after the last {@link #doWork}, by the thread that ran it. */
    void close();
}
