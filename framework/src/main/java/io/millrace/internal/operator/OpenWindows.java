package io.millrace.internal.operator;

import io.millrace.processor.Record;
import io.millrace.window.Window;
import io.millrace.window.Windowed;
import java.util.function.Consumer;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Tells the windows of each key that are not closed, each with the largest timestamp that is in it. Immutable. */
record OpenWindows<A>(WindowShape<?, ?, A> shape) implements TableRows {

    @Override
    @SuppressWarnings("unchecked") // the store is one of windows
    public void tell(Object key, Object stored, long watermark, Consumer<Record<Object, Object>> action) {
        KeyWindows<A> windows = (KeyWindows<A>) stored;
        for (int index = 0; index < windows.size(); index++) {
            long start = windows.start(index);
            long time = windows.time(index);
            if (shape.closesAt(start, time) > watermark) {
                Windowed<Object> windowed = new Windowed<>(key, new Window(start, shape.end(start, time)));
                action.accept(new Record<>(windowed, windows.aggregate(index), time, new RecordHeaders()));
            }
        }
    }
}
