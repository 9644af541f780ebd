package io.millrace.benchmark.workload;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What {@code W2} keeps for a key: its latest window up to the latest event.
 *
 * <p>A key's events must come in the order of their times: an older window is forgotten with the first event of the next.
 *
 * <p>Immutable, so that any store may hold it as an object.
 *
 * @param start in milliseconds since 1970
 * @param lastEventId the event that brought the latest update
 * @param lastEventTime its time, in microseconds since 1970
 */
public record W2Window(long start, long count, double sum, long lastEventId, long lastEventTime) {
    public static final Duration SIZE = Duration.ofMinutes(1);

    private static final W2Window EMPTY = new W2Window(Long.MIN_VALUE, 0, 0, -1, 0);

    /** Before a key's first event. */
    public static W2Window empty() {
        return EMPTY;
    }

    /** This window with {@code event}, or {@code event} alone where it belongs to another window. */
    public W2Window plus(KeyedEvent event) {
        long eventStart = startOf(event.eventTime());
        return start == eventStart
                ? new W2Window(start, count + 1, sum + event.amount(), event.eventId(), event.eventTime())
                : new W2Window(eventStart, 1, event.amount(), event.eventId(), event.eventTime());
    }

    /** The result for the latest event. */
    public W2Feature feature(String key) {
        return new W2Feature(lastEventId, key, start, count, sum, lastEventTime);
    }

    private static long startOf(long eventTimeMicros) {
        long millis = TimeUnit.MICROSECONDS.toMillis(eventTimeMicros);
        return millis - Math.floorMod(millis, SIZE.toMillis());
    }
}
