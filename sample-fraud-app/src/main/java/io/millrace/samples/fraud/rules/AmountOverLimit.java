package io.millrace.samples.fraud.rules;

import io.millrace.samples.fraud.model.Finding;
import io.millrace.samples.fraud.model.MerchantCategory;
import io.millrace.samples.fraud.model.Payment;
import io.millrace.samples.fraud.model.Severity;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/**
 * Finds payments that are larger than usual for what the merchant sells; ten times larger is worse.
 *
 * <p>Immutable.
 */
final class AmountOverLimit implements FraudRule {
    private final Map<MerchantCategory, BigDecimal> limits;
    private final BigDecimal otherwise;

    AmountOverLimit(Map<MerchantCategory, BigDecimal> limits, BigDecimal otherwise) {
        this.limits = Map.copyOf(limits);
        this.otherwise = otherwise;
    }

    @Override
    public Optional<Finding> check(Payment payment) {
        BigDecimal limit = limits.getOrDefault(payment.category(), otherwise);
        if (payment.amount().compareTo(limit) <= 0) {
            return Optional.empty();
        }
        boolean farOver = payment.amount().compareTo(limit.multiply(BigDecimal.TEN)) > 0;
        return Optional.of(new Finding(
                "amount-over-limit",
                farOver ? Severity.HIGH : Severity.MEDIUM,
                "More than the %s euros usual for %s"
                        .formatted(limit.toPlainString(), payment.category().label())));
    }
}
