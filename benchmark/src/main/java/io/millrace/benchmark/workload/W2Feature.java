package io.millrace.benchmark.workload;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A result of the workloads {@code W2} and {@code W4}: what is known of a key's window after one event.
 *
 * <p>Immutable.
 *
 * @param eventId the event that brought the update
 * @param windowStart in milliseconds since 1970
 * @param count of the window's events so far, this one included
 * @param sum of their amounts
 * @param eventTime of the event that brought the update, in microseconds since 1970
 */
public record W2Feature(
        @JsonProperty("event_id") long eventId,
        @JsonProperty("key") String key,
        @JsonProperty("window_start") long windowStart,
        @JsonProperty("count") long count,
        @JsonProperty("sum") double sum,
        @JsonProperty("event_time") long eventTime) {}
