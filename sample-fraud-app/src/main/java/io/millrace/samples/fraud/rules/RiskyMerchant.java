package io.millrace.samples.fraud.rules;

import io.millrace.samples.fraud.model.Finding;
import io.millrace.samples.fraud.model.ScoredPayment;
import io.millrace.samples.fraud.model.Severity;
import java.util.Optional;

/**
 * Finds payments to merchants whose risk score is high just now.
 *
 * <p>Immutable.
 */
final class RiskyMerchant implements MerchantRule {
    private final int mostRisk;

    RiskyMerchant(int mostRisk) {
        this.mostRisk = mostRisk;
    }

    @Override
    public Optional<Finding> check(ScoredPayment payment) {
        if (payment.merchantRisk() <= mostRisk) {
            return Optional.empty();
        }
        return Optional.of(new Finding(
                "risky-merchant",
                Severity.MEDIUM,
                "The merchant's risk score is %d of 100 at the moment".formatted(payment.merchantRisk())));
    }
}
