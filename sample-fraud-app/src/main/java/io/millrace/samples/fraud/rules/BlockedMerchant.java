package io.millrace.samples.fraud.rules;

import io.millrace.samples.fraud.model.Finding;
import io.millrace.samples.fraud.model.Payment;
import io.millrace.samples.fraud.model.Severity;
import java.util.Optional;
import java.util.Set;

/**
 * Finds payments to merchants that are known to be fraudulent.
 *
 * <p>Immutable.
 */
final class BlockedMerchant implements FraudRule {
    private final Set<String> merchants;

    BlockedMerchant(Set<String> merchants) {
        this.merchants = Set.copyOf(merchants);
    }

    @Override
    public Optional<Finding> check(Payment payment) {
        if (!merchants.contains(payment.merchant())) {
            return Optional.empty();
        }
        return Optional.of(new Finding("blocked-merchant", Severity.HIGH, "The merchant is on the block list"));
    }
}
