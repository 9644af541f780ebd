package io.millrace.samples.features.state;

/**
 * Events of a user without a long pause in between, so far.
 *
 * <p>Immutable.
 *
 * @param begin time of the first one, in milliseconds since 1970
 * @param end time of the last one
 * @param events how many there are; 0 before the first
 */
public record Session(long begin, long end, long events) {
    public static final Session NONE = new Session(0, 0, 0);

    /** Returns the session that an event at {@code time} belongs to, which comes behind all of this one. */
    Session with(long time, long gap) {
        return events == 0 || time - end > gap ? new Session(time, time, 1) : new Session(begin, time, events + 1);
    }
}
