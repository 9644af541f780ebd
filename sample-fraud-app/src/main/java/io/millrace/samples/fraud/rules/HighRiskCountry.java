package io.millrace.samples.fraud.rules;

import io.millrace.samples.fraud.model.Finding;
import io.millrace.samples.fraud.model.Payment;
import io.millrace.samples.fraud.model.Severity;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;

/**
 * Finds payments made in countries on a watch list; a large one is worse.
 *
 * <p>Immutable.
 */
final class HighRiskCountry implements FraudRule {
    private final Set<String> countries;
    private final BigDecimal large;

    HighRiskCountry(Set<String> countries, BigDecimal large) {
        this.countries = Set.copyOf(countries);
        this.large = large;
    }

    @Override
    public Optional<Finding> check(Payment payment) {
        if (!countries.contains(payment.country())) {
            return Optional.empty();
        }
        boolean isLarge = payment.amount().compareTo(large) > 0;
        return Optional.of(new Finding(
                "high-risk-country",
                isLarge ? Severity.HIGH : Severity.MEDIUM,
                "%s in %s, a country on the watch list"
                        .formatted(isLarge ? "A large payment" : "Made", payment.country())));
    }
}
