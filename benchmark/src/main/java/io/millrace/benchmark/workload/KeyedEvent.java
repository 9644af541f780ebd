package io.millrace.benchmark.workload;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * An event of the workloads {@code W2}, {@code W3} and {@code W4}, on its way in.
 *
 * <p>Immutable.
 *
 * @param eventTime the time at which the event was due, in microseconds since 1970
 * @param group what {@code W3} counts by; not the key
 * @param key the record's key, once more
 */
public record KeyedEvent(
        @JsonProperty("event_id") long eventId,
        @JsonProperty("event_time") long eventTime,
        @JsonProperty("amount") double amount,
        @JsonProperty("group") String group,
        @JsonProperty("key") String key) {}
