package io.millrace.samples.features.model;

import java.time.Instant;
import java.util.List;

/**
 * What a model wants to know of a user.
 *
 * <p>Immutable.
 *
 * @param asOf the end of all windows, which belongs to them; their beginnings do not
 * @param version how many events of the user have counted by then; it grows with each
 * @param lastSeen the time of the newest event
 * @param recent the last things that the user did within the hour, the newest first, {@value #RECENT} at most
 */
public record UserFeatures(
        String user,
        Instant asOf,
        long version,
        Instant lastSeen,
        SessionFeatures session,
        WindowFeatures lastMinute,
        WindowFeatures lastFiveMinutes,
        WindowFeatures lastHour,
        List<RecentAction> recent) {
    public static final int RECENT = 5;

    public UserFeatures {
        recent = List.copyOf(recent);
    }
}
