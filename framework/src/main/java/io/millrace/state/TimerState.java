package io.millrace.state;

/**
 * The timers of the record key in hand: each has a name, and setting one again replaces it, so that any number of records may set
 * the same timer and it fires once.
 *
 * <p>A timer fires between two records, also when no record comes any more, and is gone then. It fires late by as much as the
 * worker is busy, never early. Timers are part of the checkpoint: after a crash none is missing, and none that fired before the
 * checkpoint fires again.
 *
 * <p>Confined to the worker, and usable only while a record is processed or a timer fires.
 *
 * @param <N> what timers are named by
 */
public interface TimerState<N> {

    /** What the one timer that belongs to a whole value is called. */
    String UNNAMED = "";

    /** Has the timer {@code name} fire once the watermark has come to {@code timestampMs}, in milliseconds since the epoch. */
    void atEventTime(N name, long timestampMs);

    /** Has the timer {@code name} fire once the wall clock has come to {@code timestampMs}, in milliseconds since the epoch. */
    void atProcessingTime(N name, long timestampMs);

    /** Takes the timer {@code name} back; does nothing if there is none. */
    void cancel(N name);
}
