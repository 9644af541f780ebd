package io.millrace.samples.features.model;

/**
 * What a user does at the moment: everything without a long pause in between, up to {@link UserFeatures#asOf}. All 0 when the last pause
 * is too long already.
 *
 * <p>Immutable.
 *
 * @param lengthMillis from its first event to its last
 */
public record SessionFeatures(long lengthMillis, long events) {
    public static final SessionFeatures NONE = new SessionFeatures(0, 0);
}
