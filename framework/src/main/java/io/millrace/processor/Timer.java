package io.millrace.processor;

import org.jspecify.annotations.Nullable;

/**
 * A timer that fires. Immutable.
 *
 * @param store the name of the timers that it is one of
 * @param key of the record that set it; the processor's stores show the state of this key
 * @param name as it was set; {@code ""} where there is one for a whole value
 * @param timestamp when it was due, in milliseconds since the epoch
 */
public record Timer<K extends @Nullable Object>(String store, K key, Object name, long timestamp, TimeDomain domain) {

    /** Leaves out the key: contents of records do not belong into logs. */
    @Override
    public String toString() {
        return "Timer[store=%s, timestamp=%d, domain=%s]".formatted(store, timestamp, domain);
    }
}
