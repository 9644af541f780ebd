package io.millrace.benchmark.run;

import io.millrace.benchmark.workload.Answer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Every event that was sent against every result that came back. The run counts only if each event has exactly one
 * result, and the right one.
 *
 * <p>{@link #sent} may be called by another thread than the rest, which is confined to the analyser.
 */
final class Ledger {
    private static final int EXAMPLES = 5;

    // Zero: not yet sent.
    private final AtomicLongArray eventTimes;
    private final BitSet answered = new BitSet();
    private final Findings doubled = new Findings("doubled");
    private final Findings wrong = new Findings("wrong");
    private int answeredCount;

    /** For the events 0 to {@code eventCount} - 1. */
    Ledger(int eventCount) {
        eventTimes = new AtomicLongArray(eventCount);
    }

    int eventCount() {
        return eventTimes.length();
    }

    /** Notes that event {@code eventId} is about to be sent. */
    void sent(long eventId, long eventTimeMicros) {
        eventTimes.set(Math.toIntExact(eventId), eventTimeMicros);
    }

    /** Notes a result and returns whether it is right and the first for its event. */
    boolean answered(Answer answer) {
        if (answer.eventId() < 0 || answer.eventId() >= eventTimes.length()) {
            wrong.add("event %d does not exist".formatted(answer.eventId()));
            return false;
        }
        int eventId = Math.toIntExact(answer.eventId());
        if (answered.get(eventId)) {
            doubled.add("event %d".formatted(eventId));
            return false;
        }
        answered.set(eventId);
        answeredCount++;
        long expectedTime = eventTimes.get(eventId);
        if (answer.eventTimeMicros() != expectedTime) {
            wrong.add("event %d has event_time %d instead of %d"
                    .formatted(eventId, answer.eventTimeMicros(), expectedTime));
            return false;
        }
        if (answer.mistake().isPresent()) {
            wrong.add("event %d has %s".formatted(eventId, answer.mistake().get()));
            return false;
        }
        return true;
    }

    /** Notes a result that cannot be read. */
    void unreadable(String reason) {
        wrong.add("unreadable: " + reason);
    }

    /** How many events have a result, be it right or wrong. */
    int answeredCount() {
        return answeredCount;
    }

    boolean isComplete() {
        return answeredCount == eventCount();
    }

    /** Throws {@link RunFailedException} unless every event has exactly one result, and the right one. */
    void requireExact() {
        Findings missing = new Findings("missing");
        for (int eventId = answered.nextClearBit(0);
                eventId < eventTimes.length();
                eventId = answered.nextClearBit(eventId + 1)) {
            missing.add("event %d".formatted(eventId));
        }
        List<String> findings = new ArrayList<>();
        for (Findings kind : List.of(missing, doubled, wrong)) {
            kind.describeTo(findings);
        }
        if (!findings.isEmpty()) {
            throw new RunFailedException(
                    "Of %d events: %s.".formatted(eventTimes.length(), String.join("; ", findings)));
        }
    }

    /** How often something happened, and the first few cases. */
    private static final class Findings {
        private final String kind;
        private final List<String> examples = new ArrayList<>();
        private long count;

        private Findings(String kind) {
            this.kind = kind;
        }

        private void add(String example) {
            count++;
            if (examples.size() < EXAMPLES) {
                examples.add(example);
            }
        }

        private void describeTo(List<String> findings) {
            if (count > 0) {
                findings.add("%d %s (%s%s)"
                        .formatted(count, kind, String.join(", ", examples), count > examples.size() ? ", ..." : ""));
            }
        }
    }
}
