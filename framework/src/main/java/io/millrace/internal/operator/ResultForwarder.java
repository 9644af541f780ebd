package io.millrace.internal.operator;

import io.millrace.processor.ProcessorContext;
import io.millrace.processor.Record;
import io.millrace.window.Window;
import io.millrace.window.Windowed;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Passes results of windows on, each with the largest timestamp that is in it. Confined to the worker. */
final class ResultForwarder<K, A> {

    private final ProcessorContext<Object, Object> context;
    private final @Nullable String child;
    private final WindowShape<K, ?, A> shape;

    /** {@code child} is the node that takes the results; null if all that follow do. */
    ResultForwarder(ProcessorContext<Object, Object> context, @Nullable String child, WindowShape<K, ?, A> shape) {
        this.context = context;
        this.child = child;
        this.shape = shape;
    }

    /** Tells what a window has become by {@code cause}. */
    void changed(Record<K, ?> cause, WindowEdit<A> windows, int index) {
        forward(cause.key(), windows.start(index), windows.time(index), windows.aggregate(index), cause.headers());
    }

    /** Tells that {@code cause} has taken a window away. */
    void removed(Record<K, ?> cause, WindowEdit<A> windows, int index) {
        forward(cause.key(), windows.removedStart(index), windows.removedTime(index), null, cause.headers());
    }

    /** Tells a result that no record is the cause of. */
    void result(K key, KeyWindows<A> windows, int index) {
        forward(key, windows.start(index), windows.time(index), windows.aggregate(index), new RecordHeaders());
    }

    @SuppressWarnings("NullAway") // the value of a window that is gone is null
    private void forward(K key, long start, long time, @Nullable A aggregate, Headers headers) {
        Windowed<K> windowed = new Windowed<>(key, new Window(start, shape.end(start, time)));
        Record<Object, Object> result = new Record<>(windowed, aggregate, time, headers);
        if (child == null) {
            context.forward(result);
        } else {
            context.forward(result, child);
        }
    }
}
