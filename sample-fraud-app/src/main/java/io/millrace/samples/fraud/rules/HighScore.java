package io.millrace.samples.fraud.rules;

import io.millrace.samples.fraud.model.Finding;
import io.millrace.samples.fraud.model.Score;
import io.millrace.samples.fraud.model.Severity;
import org.jspecify.annotations.Nullable;

/**
 * Adds what the scoring service says to what the rules say. Where it says nothing, an alert says so: whoever looks at it should know that
 * it might be worse than it seems.
 *
 * <p>Immutable.
 */
public final class HighScore {
    private static final Finding MISSING =
            new Finding("score-missing", Severity.LOW, "The scoring service gave no score: judged by the rules alone");

    private final int limit;

    /** @param limit the score up to which a payment is usual */
    HighScore(int limit) {
        this.limit = limit;
    }

    /** Returns {@code judgement} next to {@code score}; null is the score of a payment that was not scored. */
    public Judgement judge(Judgement judgement, @Nullable Score score) {
        if (score == null) {
            return judgement.isSuspicious() ? judgement.with(MISSING) : judgement;
        }
        if (score.points() <= limit) {
            return judgement;
        }
        return judgement.with(new Finding(
                "high-score",
                Severity.MEDIUM,
                "The scoring service gives it %d of 100: %s".formatted(score.points(), score.reason())));
    }
}
