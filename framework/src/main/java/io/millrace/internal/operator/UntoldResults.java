package io.millrace.internal.operator;

import io.millrace.processor.Record;

/** Tells nothing: the table is told as a whole, by another node. Immutable. */
record UntoldResults<K, A>() implements Results<K, A> {

    @Override
    public byte markOfChanged() {
        return 0;
    }

    @Override
    public void changed(Record<K, ?> cause, KeyWindows<A> before, WindowEdit<A> edit) {
        // It is seen at the end of the batch.
    }

    @Override
    public void closed(K key, KeyWindows<A> windows, int index) {
        // It is missing from the next table on.
    }

    @Override
    public KeyWindows<A> onTimer(K key, KeyWindows<A> windows) {
        return windows;
    }
}
