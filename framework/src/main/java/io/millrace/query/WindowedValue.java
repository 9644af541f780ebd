package io.millrace.query;

import io.millrace.window.Window;

/** What a windowed aggregation has in one window of a key. Immutable. */
public record WindowedValue<V>(Window window, V value) {

    /** Leaves out the value: contents of stores do not belong into logs. */
    @Override
    public String toString() {
        return "WindowedValue[window=%s]".formatted(window);
    }
}
