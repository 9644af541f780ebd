package io.millrace.samples.fraud.profile;

import io.millrace.samples.fraud.model.Payment;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What a card did within some time: the value of a sliding window.
 *
 * <p>Immutable.
 *
 * @param payments how many payments it made
 * @param euros what they add up to
 * @param newest the one that came last; null before the first
 * @param suspected whether that one is suspicious already
 */
public record CardActivity(
        int payments, BigDecimal euros, @Nullable Payment newest, boolean suspected) {
    public static final CardActivity NONE = new CardActivity(0, BigDecimal.ZERO, null, false);

    public CardActivity with(Payment payment, boolean suspicious) {
        return new CardActivity(payments + 1, euros.add(payment.amount()), payment, suspicious);
    }
}
