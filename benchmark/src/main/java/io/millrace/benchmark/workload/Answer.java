package io.millrace.benchmark.workload;

import java.util.Optional;

/**
 * One result of an engine: the event that it answers, and what is wrong with the workload's part of it. The time is
 * compared by the ledger, which knows what was sent.
 *
 * <p>Immutable.
 *
 * @param mistake what the result has, and what it should have; empty where it is right
 */
public record Answer(long eventId, long eventTimeMicros, Optional<String> mistake) {
    public static Answer right(long eventId, long eventTimeMicros) {
        return new Answer(eventId, eventTimeMicros, Optional.empty());
    }

    public static Answer wrong(long eventId, long eventTimeMicros, String mistake) {
        return new Answer(eventId, eventTimeMicros, Optional.of(mistake));
    }
}
