package io.millrace.samples.fraud.rules;

import io.millrace.samples.fraud.model.Finding;
import io.millrace.samples.fraud.model.MerchantCategory;
import io.millrace.samples.fraud.model.Payment;
import io.millrace.samples.fraud.model.Severity;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;

/**
 * Finds an unusual combination: goods that are easily turned into cash, not cheap, paid outside the card's own country.
 *
 * <p>Immutable.
 */
final class ResaleGoodsAbroad implements FraudRule {
    private final Set<MerchantCategory> categories;
    private final BigDecimal limit;

    ResaleGoodsAbroad(Set<MerchantCategory> categories, BigDecimal limit) {
        this.categories = Set.copyOf(categories);
        this.limit = limit;
    }

    @Override
    public Optional<Finding> check(Payment payment) {
        if (!payment.isAbroad()
                || !categories.contains(payment.category())
                || payment.amount().compareTo(limit) <= 0) {
            return Optional.empty();
        }
        return Optional.of(new Finding(
                "resale-goods-abroad",
                Severity.MEDIUM,
                "Goods that sell for cash (%s), bought in %s with a card from %s"
                        .formatted(payment.category().label(), payment.country(), payment.cardCountry())));
    }
}
