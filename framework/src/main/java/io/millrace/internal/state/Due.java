package io.millrace.internal.state;

/**
 * When a timer is due and by which clock, in one number, as it is stored: event time as it is, processing time inverted.
 */
final class Due {

    /** Of no timer. */
    static final long NEVER = Long.MAX_VALUE;

    private Due() {}

    static long byEventTime(long timestampMs) {
        return Math.max(0, timestampMs);
    }

    static long byProcessingTime(long timestampMs) {
        return ~Math.max(0, timestampMs);
    }

    static boolean isByEventTime(long due) {
        return due >= 0;
    }

    /** Returns the time itself, in milliseconds since the epoch. */
    static long at(long due) {
        return due >= 0 ? due : ~due;
    }
}
