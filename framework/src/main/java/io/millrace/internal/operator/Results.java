package io.millrace.internal.operator;

import io.millrace.processor.Record;

/** Tells results of windows to those that follow, some at some time. Confined to the worker. */
interface Results<K, A> {

    /** Returns the mark that a window gets when it changes; 0 if none are kept. */
    byte markOfChanged();

    /**
     * The windows of the key of {@code cause} have changed, and are stored.
     *
     * @param before those that were open before
     * @param edit what has changed
     */
    void changed(Record<K, ?> cause, KeyWindows<A> before, WindowEdit<A> edit);

    /** A window is closed: it will not change any more. */
    void closed(K key, KeyWindows<A> windows, int index);

    /** The timer that these results have set has fired; returns the windows as they are to be kept. */
    KeyWindows<A> onTimer(K key, KeyWindows<A> windows);
}
