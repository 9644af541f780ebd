package io.millrace.benchmark.workload;

/**
 * What {@code W3} keeps for a group: how many events there were, and the latest.
 *
 * <p>Immutable, so that any store may hold it as an object.
 *
 * @param lastEventId the event that was counted last
 * @param lastEventTime its time, in microseconds since 1970
 */
public record W3Counter(long count, long lastEventId, long lastEventTime) {
    private static final W3Counter EMPTY = new W3Counter(0, -1, 0);

    /** Before a group's first event. */
    public static W3Counter empty() {
        return EMPTY;
    }

    /** This counter with {@code event}. */
    public W3Counter plus(KeyedEvent event) {
        return new W3Counter(count + 1, event.eventId(), event.eventTime());
    }

    /** The result for the latest event. */
    public W3Count result(String group) {
        return new W3Count(lastEventId, group, count, lastEventTime);
    }
}
