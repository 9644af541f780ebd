package io.millrace.window;

import java.time.Duration;
import org.apache.kafka.common.serialization.Serde;

/**
 * Makes serdes of windowed keys, whose bytes are those of Kafka Streams' serdes of the same names. Sinks behind a windowed
 * aggregation find theirs by themselves; these are for topologies that read what such a sink has written.
 */
public final class WindowedSerdes {

    private WindowedSerdes() {}

    /**
     * Returns a serde of keys in tumbling, hopping or sliding windows: the bytes of the key, and the window's start.
     *
     * @param size of the windows, since their ends are not written; of sliding windows the time difference
     */
    public static <K> Serde<Windowed<K>> timeWindowed(Serde<K> keySerde, Duration size) {
        return new TimeWindowedSerde<>(keySerde, size.toMillis());
    }

    /** Returns a serde of keys in sessions: the bytes of the key, the session's end and its start. */
    public static <K> Serde<Windowed<K>> sessionWindowed(Serde<K> keySerde) {
        return new SessionWindowedSerde<>(keySerde);
    }
}
