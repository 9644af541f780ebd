package io.millrace.internal.operator;

import io.millrace.window.JoinWindows;

/**
 * How a record of one side of a windowed join stands to time. Immutable.
 *
 * <p>A record is late where its own window is closed. To join with every record of the other side that is not late, it has to be
 * kept until the last of those may have come, which is longer than its own window is open.
 *
 * @param before how long before it its partners may be, in milliseconds
 * @param after how long behind it its partners may be
 * @param grace how long after its end a window stays open
 */
record JoinSpan(long before, long after, long grace) {

    static JoinSpan of(JoinSide side, JoinWindows windows) {
        return switch (side) {
            case LEFT -> new JoinSpan(windows.beforeMs(), windows.afterMs(), windows.gracePeriodMs());
            case RIGHT -> new JoinSpan(windows.afterMs(), windows.beforeMs(), windows.gracePeriodMs());
        };
    }

    /** Returns the earliest time of a partner. */
    long from(long timestamp) {
        return Spans.after(timestamp, -before);
    }

    /** Returns the latest time of a partner. */
    long to(long timestamp) {
        return Spans.after(timestamp, after);
    }

    /** Returns the watermark at which its window is closed. */
    long closedAt(long timestamp) {
        return Spans.after(Spans.after(timestamp, Math.max(0, after)), Spans.after(grace, 1));
    }

    /** Returns the watermark at which all its partners are late. */
    long uselessAt(long timestamp) {
        return Spans.after(Spans.after(to(timestamp), Math.max(0, before)), Spans.after(grace, 1));
    }

    /** Returns the watermark at which something is to be done about {@code rows}. */
    long due(long timestamp, Rows<?> rows) {
        return rows.hasAlone() ? closedAt(timestamp) : uselessAt(timestamp);
    }
}
