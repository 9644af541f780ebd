package io.millrace.benchmark.workload;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A result of the workload {@code W3}: how many events a group has had with this one.
 *
 * <p>Immutable.
 *
 * @param eventId the event that was counted
 * @param count of the group's events so far, this one included
 * @param eventTime of the event that was counted, in microseconds since 1970
 */
public record W3Count(
        @JsonProperty("event_id") long eventId,
        @JsonProperty("group") String group,
        @JsonProperty("count") long count,
        @JsonProperty("event_time") long eventTime) {}
