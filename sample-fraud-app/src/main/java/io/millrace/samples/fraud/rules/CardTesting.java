package io.millrace.samples.fraud.rules;

import io.millrace.samples.fraud.model.Finding;
import io.millrace.samples.fraud.model.Payment;
import io.millrace.samples.fraud.model.Severity;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;

/**
 * Finds tiny payments to merchants where thieves try out whether a stolen card works.
 *
 * <p>Immutable.
 */
final class CardTesting implements FraudRule {
    private final Set<String> merchants;
    private final BigDecimal most;

    CardTesting(Set<String> merchants, BigDecimal most) {
        this.merchants = Set.copyOf(merchants);
        this.most = most;
    }

    @Override
    public Optional<Finding> check(Payment payment) {
        if (!merchants.contains(payment.merchant()) || payment.amount().compareTo(most) > 0) {
            return Optional.empty();
        }
        return Optional.of(new Finding(
                "card-testing", Severity.LOW, "A tiny amount at a merchant where stolen cards are tried out"));
    }
}
