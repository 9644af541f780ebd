package io.millrace.benchmark.workload;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * {@code W4}: count and sum for each key and hopping window of one minute that advances by ten seconds, and for every event an
 * update of the one of its six windows that ends first: what its key has done in the last 50 to 60 seconds.
 *
 * <p>Immutable.
 */
public final class W4Hopping implements Workload {
    public static final String NAME = "W4";
    public static final Duration SIZE = Duration.ofMinutes(1);
    public static final Duration ADVANCE = Duration.ofSeconds(10);

    private final KeyedEvents events;

    /** With {@code keyCount} keys. */
    public W4Hopping(int keyCount) {
        events = new KeyedEvents(keyCount);
    }

    /** Returns the start of the window that ends first of those with {@code eventTimeMicros}, in milliseconds since 1970. */
    public static long firstWindow(long eventTimeMicros) {
        return (pane(eventTimeMicros) + 1) * ADVANCE.toMillis() - SIZE.toMillis();
    }

    /** Returns the number of the ten seconds in which {@code eventTimeMicros} lies. */
    static long pane(long eventTimeMicros) {
        return Math.floorDiv(TimeUnit.MICROSECONDS.toMillis(eventTimeMicros), ADVANCE.toMillis());
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
    public boolean isJustAfterWindows(long eventTimeMicros) {
        return TimeUnit.MICROSECONDS.toMillis(eventTimeMicros) - pane(eventTimeMicros) * ADVANCE.toMillis() < 1_000;
    }

    @Override
    public InputEvent event(long eventId, long eventTimeMicros) {
        return events.record(eventId, eventTimeMicros);
    }

    @Override
    public AnswerReader newAnswerReader(int eventCount) {
        return new W4AnswerReader(events);
    }
}
