package io.millrace.samples.features.state;

import java.time.Duration;

/** The times that features look back. */
enum Span {
    MINUTE(Duration.ofMinutes(1)),
    FIVE_MINUTES(Duration.ofMinutes(5)),
    HOUR(Duration.ofHours(1));

    /** How long anything that happened is looked at. */
    static final Span LONGEST = HOUR;

    private final long millis;

    Span(Duration duration) {
        this.millis = duration.toMillis();
    }

    long millis() {
        return millis;
    }

    /**
     * Returns when what is known changes next if nothing more happens: when the last event leaves another window, and when all is
     * forgotten.
     *
     * @param lastSeen when something happened last
     * @param asOf up to when it is told
     */
    static long nextChange(long lastSeen, long asOf, Duration forgetAfter) {
        for (Span span : values()) {
            if (lastSeen + span.millis > asOf) {
                return lastSeen + span.millis;
            }
        }
        return lastSeen + forgetAfter.toMillis();
    }
}
