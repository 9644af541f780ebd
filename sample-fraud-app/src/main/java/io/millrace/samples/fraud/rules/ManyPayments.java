package io.millrace.samples.fraud.rules;

import io.millrace.samples.fraud.model.Finding;
import io.millrace.samples.fraud.model.Payment;
import io.millrace.samples.fraud.model.Severity;
import io.millrace.samples.fraud.profile.CardProfile;
import java.time.Duration;
import java.util.Optional;

/**
 * Finds payments that follow many others of the same card within a short time.
 *
 * <p>Immutable.
 */
final class ManyPayments implements HabitRule {
    private final Duration span;
    private final int limit;

    ManyPayments(Duration span, int limit) {
        this.span = span;
        this.limit = limit;
    }

    @Override
    public Optional<Finding> check(Payment payment, CardProfile before) {
        if (before.paymentsWithin(span, payment.time()) < limit) {
            return Optional.empty();
        }
        return Optional.of(new Finding(
                "many-payments",
                Severity.HIGH,
                "More than %d payments of the card within %d seconds".formatted(limit, span.toSeconds())));
    }
}
