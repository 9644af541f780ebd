package io.millrace.window;

import java.time.Duration;
import java.util.Objects;

/**
 * Sessions: the records of a key belong to one as long as no more than {@code inactivityGap} lies between them. A record that fills
 * the gap between two sessions makes them one. Immutable.
 *
 * <p>A session, whose end is its last record, is closed once the watermark is past its end, the gap and the grace after it.
 *
 * @param inactivityGap at least a millisecond
 * @param grace how long after the gap a session still takes records that come late
 */
public record SessionWindows(Duration inactivityGap, Duration grace) {

    public SessionWindows {
        Objects.requireNonNull(inactivityGap, "inactivityGap");
        Objects.requireNonNull(grace, "grace");
    }

    public static SessionWindows ofInactivityGapWithNoGrace(Duration inactivityGap) {
        return new SessionWindows(inactivityGap, Duration.ZERO);
    }

    public static SessionWindows ofInactivityGapAndGrace(Duration inactivityGap, Duration grace) {
        return new SessionWindows(inactivityGap, grace);
    }
}
