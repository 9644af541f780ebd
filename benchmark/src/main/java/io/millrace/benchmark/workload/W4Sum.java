package io.millrace.benchmark.workload;

/**
 * What {@code W4} keeps for a key and a window.
 *
 * <p>Immutable, so that any store may hold it as an object.
 *
 * @param lastEventId the event that brought the latest update
 * @param lastEventTime its time, in microseconds since 1970
 */
public record W4Sum(long count, double sum, long lastEventId, long lastEventTime) {
    private static final W4Sum EMPTY = new W4Sum(0, 0, -1, 0);

    /** Before a window's first event. */
    public static W4Sum empty() {
        return EMPTY;
    }

    /** This sum with {@code event}. */
    public W4Sum plus(KeyedEvent event) {
        return new W4Sum(count + 1, sum + event.amount(), event.eventId(), event.eventTime());
    }

    /** Returns whether the window that begins at {@code windowStart} is the one that is to be told of the latest event. */
    public boolean answersIn(long windowStart) {
        return windowStart == W4Hopping.firstWindow(lastEventTime);
    }

    /** The result for the latest event. */
    public W2Feature feature(String key, long windowStart) {
        return new W2Feature(lastEventId, key, windowStart, count, sum, lastEventTime);
    }
}
