package io.millrace.window;

import java.util.Objects;

/**
 * A key in one window: the key of what a windowed aggregation gives. Immutable.
 *
 * @param key of the records that were aggregated
 */
public record Windowed<K>(K key, Window window) {

    public Windowed {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(window, "window");
    }

    /** Leaves out the key: contents of records do not belong into logs. */
    @Override
    public String toString() {
        return "Windowed[window=%s]".formatted(window);
    }
}
