package io.millrace.samples.fraud.model;

/**
 * What a scoring service thinks of a payment.
 *
 * <p>Immutable.
 *
 * @param points how likely it is fraud, from 0 to 100
 * @param reason what speaks for it, as part of a sentence; {@value #LONGEST_REASON} characters of it at most
 */
public record Score(int points, String reason) {
    private static final int LONGEST_REASON = 200;

    public Score {
        if (points < 0 || points > 100) {
            throw new IllegalArgumentException("'points' is %d: give 0 to 100".formatted(points));
        }
        reason = reason == null ? "" : reason.substring(0, Math.min(LONGEST_REASON, reason.length()));
    }
}
