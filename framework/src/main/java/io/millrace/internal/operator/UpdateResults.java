package io.millrace.internal.operator;

import io.millrace.processor.Record;

/** Tells each change of each window at once; a null for each that is gone. Confined to the worker. */
record UpdateResults<K, A>(ResultForwarder<K, A> forwarder) implements Results<K, A> {

    @Override
    public byte markOfChanged() {
        return 0;
    }

    @Override
    public void changed(Record<K, ?> cause, KeyWindows<A> before, WindowEdit<A> edit) {
        for (int index = 0; index < edit.removed(); index++) {
            forwarder.removed(cause, edit, index);
        }
        for (int index = 0; index < edit.size(); index++) {
            if (edit.isChanged(index)) {
                forwarder.changed(cause, edit, index);
            }
        }
    }

    @Override
    public void closed(K key, KeyWindows<A> windows, int index) {
        // Its last change was told.
    }

    @Override
    public KeyWindows<A> onTimer(K key, KeyWindows<A> windows) {
        return windows;
    }
}
