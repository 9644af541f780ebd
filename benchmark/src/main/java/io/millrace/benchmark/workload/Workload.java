package io.millrace.benchmark.workload;

/**
 * What the driver sends to an engine, and what the engine must answer: one result for each event.
 *
 * <p>Implementations are immutable; what a check has to remember during a run belongs in its {@link AnswerReader}.
 */
public interface Workload {
    /** The name that engines find in {@code WORKLOAD}. */
    String name();

    /** The name and what sets it apart from others of this name, for the report. */
    default String described() {
        return name();
    }

    /** How many keys its events have that are given state of their own, and that come in turn; 0 if there are none. */
    int keyCount();

    /** The event number {@code eventId}, the same for every run but for its time in microseconds since 1970. */
    InputEvent event(long eventId, long eventTimeMicros);

    /** Returns whether windows have ended in the second before an event that is due at {@code eventTimeMicros}. */
    default boolean isJustAfterWindows(long eventTimeMicros) {
        return false;
    }

    /** A reader for the results of one run with the events 0 to {@code eventCount} - 1. */
    AnswerReader newAnswerReader(int eventCount);
}
