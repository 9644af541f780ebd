package io.millrace.benchmark.workload;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * An event of the workload {@code W1}, on its way in as on its way out.
 *
 * <p>Immutable.
 *
 * @param eventTime the time at which the event was due, in microseconds since 1970
 */
public record W1Event(
        @JsonProperty("event_id") long eventId,
        @JsonProperty("event_time") long eventTime,
        @JsonProperty("payload") String payload) {}
