package io.millrace.benchmark.workload;

/**
 * {@code W3}: a running count for each group, and a result for every event. The group is not the record's key: an engine with
 * more than one worker must bring a group's events together first.
 *
 * <p>Immutable.
 */
public final class W3TwoStage implements Workload {
    public static final String NAME = "W3";

    private final KeyedEvents events;

    /** With {@code keyCount} keys. */
    public W3TwoStage(int keyCount) {
        events = new KeyedEvents(keyCount);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String described() {
        return "%s with %d keys and %d groups".formatted(NAME, events.keyCount(), KeyedEvents.GROUPS);
    }

    @Override
    public int keyCount() {
        return 0;
    }

    @Override
    public InputEvent event(long eventId, long eventTimeMicros) {
        return events.record(eventId, eventTimeMicros);
    }

    @Override
    public AnswerReader newAnswerReader(int eventCount) {
        return new W3AnswerReader(events, eventCount);
    }
}
