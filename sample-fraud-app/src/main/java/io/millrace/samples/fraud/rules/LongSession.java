package io.millrace.samples.fraud.rules;

import io.millrace.samples.fraud.model.Finding;
import io.millrace.samples.fraud.model.Severity;
import io.millrace.samples.fraud.profile.ShoppingSession;
import java.time.Duration;
import java.util.List;

/**
 * Finds, at the end of a shopping session that was no honest one, those of its payments that looked harmless when they came: the first of
 * a thief's payments do.
 *
 * <p>Immutable.
 */
public final class LongSession {
    public static final String NAME = "shopping-session";

    private final Duration pause;
    private final int limit;

    LongSession(Duration pause, int limit) {
        this.pause = pause;
        this.limit = limit;
    }

    /** Returns the pause that ends a session. */
    public Duration pause() {
        return pause;
    }

    /** Returns what speaks against the payments of {@code session}, which took {@code length}, if anything does. */
    public List<Judgement> check(ShoppingSession session, Duration length) {
        if (session.payments() <= limit) {
            return List.of();
        }
        Finding finding = new Finding(
                NAME,
                Severity.HIGH,
                "One of %d payments of the card that followed each other within %d seconds"
                        .formatted(session.payments(), Math.max(1, length.toSeconds())));
        return session.unsuspected().stream()
                .map(payment -> new Judgement(payment, List.of(finding)))
                .toList();
    }
}
