package io.millrace.internal.operator;

import io.millrace.processor.Record;

/** Tells each window once, when it is closed. Confined to the worker. */
record FinalResults<K, A>(ResultForwarder<K, A> forwarder) implements Results<K, A> {

    @Override
    public byte markOfChanged() {
        return 0;
    }

    @Override
    public void changed(Record<K, ?> cause, KeyWindows<A> before, WindowEdit<A> edit) {
        // Nobody is to see it before it is final.
    }

    @Override
    public void closed(K key, KeyWindows<A> windows, int index) {
        forwarder.result(key, windows, index);
    }

    @Override
    public KeyWindows<A> onTimer(K key, KeyWindows<A> windows) {
        return windows;
    }
}
