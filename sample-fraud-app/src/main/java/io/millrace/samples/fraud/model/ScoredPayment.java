package io.millrace.samples.fraud.model;

import org.jspecify.annotations.Nullable;

/**
 * A payment and what was known of its merchant when it came.
 *
 * <p>Immutable.
 *
 * @param merchantRisk from 0 to 100; 0 where nobody knows the merchant
 */
public record ScoredPayment(Payment payment, int merchantRisk) {

    public static ScoredPayment of(Payment payment, @Nullable MerchantRisk merchant) {
        return new ScoredPayment(payment, merchant == null ? 0 : merchant.score());
    }
}
