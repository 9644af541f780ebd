package io.millrace.benchmark.workload;

/**
 * {@code W2}: count and sum for each key and one-minute tumbling window, and an update for every event.
 *
 * <p>Immutable.
 */
public final class W2Features implements Workload {
    public static final String NAME = "W2";

    private final KeyedEvents events;

    /** With {@code keyCount} keys. */
    public W2Features(int keyCount) {
        events = new KeyedEvents(keyCount);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String described() {
        return "%s with %d keys".formatted(NAME, keyCount());
    }

    @Override
    public int keyCount() {
        return events.keyCount();
    }

    @Override
    public InputEvent event(long eventId, long eventTimeMicros) {
        return events.record(eventId, eventTimeMicros);
    }

    @Override
    public AnswerReader newAnswerReader(int eventCount) {
        return new W2AnswerReader(events);
    }
}
