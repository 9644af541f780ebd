package io.millrace.samples.fraud.rules;

import io.millrace.samples.fraud.model.Finding;
import io.millrace.samples.fraud.model.Payment;
import io.millrace.samples.fraud.model.Severity;
import io.millrace.samples.fraud.profile.CardActivity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds the payment with which a card has spent too much, too often, within a span of time. One that is suspicious anyway has its alert.
 *
 * <p>Immutable.
 */
public final class SpendingSpree {
    private final Duration span;
    private final int payments;
    private final BigDecimal euros;

    /**
     * @param payments from how many payments within {@code span} on it may be one
     * @param euros up to what sum it is none
     */
    SpendingSpree(Duration span, int payments, BigDecimal euros) {
        this.span = span;
        this.payments = payments;
        this.euros = euros;
    }

    /** Returns the span of time in which payments are counted. */
    public Duration span() {
        return span;
    }

    /** Returns what speaks against the newest payment of {@code activity}, if anything does. */
    public Optional<Judgement> check(CardActivity activity) {
        Payment newest = activity.newest();
        if (newest == null
                || activity.suspected()
                || activity.payments() < payments
                || activity.euros().compareTo(euros) <= 0) {
            return Optional.empty();
        }
        return Optional.of(new Judgement(
                newest,
                List.of(new Finding(
                        "spending-spree",
                        Severity.MEDIUM,
                        "%d payments of the card for %s euros within %s"
                                .formatted(
                                        activity.payments(),
                                        String.format(
                                                Locale.ENGLISH,
                                                "%,d",
                                                activity.euros()
                                                        .setScale(0, RoundingMode.HALF_UP)
                                                        .longValueExact()),
                                        told())))));
    }

    private String told() {
        return span.toMinutes() > 1 && span.toSecondsPart() == 0
                ? "%d minutes".formatted(span.toMinutes())
                : "%d seconds".formatted(span.toSeconds());
    }
}
