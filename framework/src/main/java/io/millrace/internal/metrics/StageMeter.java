package io.millrace.internal.metrics;

import io.millrace.runtime.TopologyPlan.Edge;

/**
 * Measures what one worker of a stage does. It begins and ends each turn, and each record in it.
 *
 * <p>Confined to the worker, which is never made to wait.
 */
public interface StageMeter {

    /** In the place of a time where none was taken. */
    long NOT_TIMED = Long.MIN_VALUE;

    /** Measures nothing. */
    StageMeter NONE = new StageMeter() {

        @Override
        public void beginTurn(long now) {}

        @Override
        public void endTurn(boolean worked, Activity next) {}

        @Override
        public long take(long offset, long sentAt) {
            return NOT_TIMED;
        }

        @Override
        public void finish(long takenAt) {}

        @Override
        public Exit exit(Edge edge) {
            return Exit.NONE;
        }

        @Override
        public long timeOfSending(long offset) {
            return NOT_TIMED;
        }
    };

    /** How a worker spends its time. */
    enum Activity {

        /** In its turns, or with as many calls to elsewhere under way as may be: it can't do more than it does. */
        BUSY,

        /** There is nothing to do for it, or its thread runs others. */
        IDLE,

        /** A lane or the writer ahead has no room. */
        HELD_BACK
    }

    /** A turn begins at {@code now}, the engine's nanoTime. */
    void beginTurn(long now);

    /** The turn is over, in which it has {@code worked} or had nothing to do; {@code next} is what it spends its time with until the next one. */
    void endTurn(boolean worked, Activity next);

    /**
     * A record is taken up, whose input has {@code offset}, and that was sent at {@code sentAt} or at a time that was not taken. Returns
     * what {@link #finish} needs to know.
     */
    long take(long offset, long sentAt);

    /** The record is processed for which {@link #take} has returned {@code takenAt}. */
    void finish(long takenAt);

    /** Returns what counts the records that leave by {@code edge}, the same in each run. Callable by who makes the worker. */
    Exit exit(Edge edge);

    /** Returns the time for a record that is sent now, whose input has {@code offset}; {@link #NOT_TIMED} for most if there are many. */
    long timeOfSending(long offset);
}
