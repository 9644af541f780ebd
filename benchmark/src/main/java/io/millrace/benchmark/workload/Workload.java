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

    /** How many keys its events have, which come in turn; 0 if they have none. */
    int keyCount();

    /** The event number {@code eventId}, the same for every run but for its time in microseconds since 1970. */
    InputEvent event(long eventId, long eventTimeMicros);

    /** A reader for the results of one run. */
    AnswerReader newAnswerReader();
}
