package io.millrace.samples.fraud.rules;

import io.millrace.samples.fraud.model.Finding;
import io.millrace.samples.fraud.model.Payment;
import io.millrace.samples.fraud.model.Severity;
import io.millrace.samples.fraud.profile.CardProfile;
import io.millrace.samples.fraud.profile.Habits;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds payments that are much larger than the card's others, even if they would be nothing special for another card.
 *
 * <p>Immutable.
 */
final class UnusualAmount implements HabitRule {
    private final Habits habits;
    private final double mostDeviations;

    UnusualAmount(Habits habits, double mostDeviations) {
        this.habits = habits;
        this.mostDeviations = mostDeviations;
    }

    @Override
    public Optional<Finding> check(Payment payment, CardProfile before) {
        double size = habits.sizeOf(payment);
        if (!habits.knows(before.spending()) || before.spending().deviationOf(size) <= mostDeviations) {
            return Optional.empty();
        }
        double times = Math.exp(size - before.spending().mean());
        return Optional.of(new Finding(
                "unusual-amount",
                Severity.MEDIUM,
                "About %s times what this card usually pays for %s"
                        .formatted(
                                String.format(Locale.ROOT, "%.0f", times),
                                payment.category().label())));
    }
}
