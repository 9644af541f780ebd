package io.millrace.internal.operator;

import io.millrace.processor.ProcessingContext;
import io.millrace.processor.Record;
import io.millrace.state.TimerState;

/**
 * Tells windows that have changed within an interval of the wall clock, and at their close those that have changed since. A window
 * that is gone is told at once if anybody was told of it, which is no more often than it is told otherwise.
 *
 * <p>Confined to the worker.
 *
 * @param timer for the key in hand
 * @param interval in milliseconds
 */
record EarlyResults<K, A>(
        ResultForwarder<K, A> forwarder, ProcessingContext context, TimerState<String> timer, long interval)
        implements Results<K, A> {

    /** The window has changed and was not told since. */
    private static final byte CHANGED = 1;

    /** The window was told at some time. */
    private static final byte TOLD = 2;

    @Override
    public byte markOfChanged() {
        return CHANGED;
    }

    @Override
    public void changed(Record<K, ?> cause, KeyWindows<A> before, WindowEdit<A> edit) {
        for (int index = 0; index < edit.removed(); index++) {
            if ((edit.removedMark(index) & TOLD) != 0) {
                forwarder.removed(cause, edit, index);
            }
        }
        if (edit.anyChanged() && !before.anyMarked(CHANGED)) {
            timer.atProcessingTime(TimerState.UNNAMED, Spans.after(context.currentSystemTimeMs(), interval));
        }
    }

    @Override
    public void closed(K key, KeyWindows<A> windows, int index) {
        if ((windows.mark(index) & CHANGED) != 0) {
            forwarder.result(key, windows, index);
        }
    }

    @Override
    public KeyWindows<A> onTimer(K key, KeyWindows<A> windows) {
        byte[] marks = new byte[windows.size()];
        for (int index = 0; index < windows.size(); index++) {
            marks[index] = windows.mark(index);
            if ((marks[index] & CHANGED) != 0) {
                forwarder.result(key, windows, index);
                marks[index] = TOLD;
            }
        }
        return windows.withMarks(marks);
    }
}
