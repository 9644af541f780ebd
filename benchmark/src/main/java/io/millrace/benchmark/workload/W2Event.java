package io.millrace.benchmark.workload;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * An event of the workload {@code W2}, on its way in.
 *
 * <p>Immutable.
 *
 * @param eventTime the time at which the event was due, in microseconds since 1970
 * @param group not the key; for workloads that group by something else
 * @param key the record's key, once more
 */
public record W2Event(
        @JsonProperty("event_id") long eventId,
        @JsonProperty("event_time") long eventTime,
        @JsonProperty("amount") double amount,
        @JsonProperty("group") String group,
        @JsonProperty("key") String key) {}
