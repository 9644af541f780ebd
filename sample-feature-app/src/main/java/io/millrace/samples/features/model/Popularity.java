package io.millrace.samples.features.model;

import java.time.Instant;

/**
 * How much an item is in demand.
 *
 * <p>Immutable.
 *
 * @param asOf the windows end with the ten seconds that this time is in
 * @param version how many events have counted by then; it grows with each
 * @param lastSeen when somebody did something with it last
 */
public record Popularity(
        String item,
        Instant asOf,
        long version,
        Instant lastSeen,
        ItemCounts lastMinute,
        ItemCounts lastFiveMinutes,
        ItemCounts lastHour) {}
