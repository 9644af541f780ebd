package io.millrace.spring.view;

/**
 * Something that happened to a topology. Immutable.
 *
 * @param at when this was heard of, in milliseconds since 1970
 * @param text what happened, for people
 */
public record EventView(long at, Kind kind, String text) {

    /** What sort of thing happened. */
    public enum Kind {
        /** It came to another state of its life cycle. */
        STATE,
        /** Somebody has paused it, or has it read again. */
        PAUSE,
        /** It failed. */
        FAILURE,
        /** Other partitions are assigned to this instance than before. */
        ASSIGNMENT,
        /** A partition of a store is restored, or of a global table loaded. */
        RESTORED,
        /** User code takes longer than it may. */
        STUCK,
        /** That goes on. */
        GOES_ON
    }
}
