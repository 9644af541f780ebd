package io.millrace.sink;

import io.millrace.processor.OutputId;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record on its way to a {@link Sink}. Immutable, but for the headers' own type and what key and value are.
 *
 * @param timestamp milliseconds since the epoch
 * @param headers the record's own
 * @param id by which a replay of the record is recognised: see {@link OutputId}. Empty where a replay may give other outputs, so that
 *     an id would mean nothing
 */
public record SinkRecord<K extends @Nullable Object, V extends @Nullable Object>(
        K key, V value, long timestamp, Headers headers, Optional<OutputId> id) {

    /** Names timestamp and id only: contents of records do not belong into logs. */
    @Override
    public String toString() {
        return "SinkRecord[timestamp=%d, id=%s]".formatted(timestamp, id);
    }
}
