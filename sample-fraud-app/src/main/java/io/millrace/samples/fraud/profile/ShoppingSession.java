package io.millrace.samples.fraud.profile;

import io.millrace.samples.fraud.model.Payment;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;

/**
 * Payments of a card that follow each other without a long pause: the value of a session window.
 *
 * <p>Immutable.
 *
 * @param payments how many there are
 * @param euros what they add up to
 * @param unsuspected the first of those that nothing spoke against when they came, {@value #REMEMBERED} at most
 */
public record ShoppingSession(int payments, BigDecimal euros, List<Payment> unsuspected) {
    public static final ShoppingSession NONE = new ShoppingSession(0, BigDecimal.ZERO, List.of());
    private static final int REMEMBERED = 10;

    public ShoppingSession {
        unsuspected = unsuspected == null ? List.of() : List.copyOf(unsuspected);
    }

    public ShoppingSession with(Payment payment, boolean suspicious) {
        return and(new ShoppingSession(1, payment.amount(), suspicious ? List.of() : List.of(payment)));
    }

    /** Returns both in one, as where a payment that came late fills the pause between them. */
    public ShoppingSession and(ShoppingSession later) {
        return new ShoppingSession(
                payments + later.payments,
                euros.add(later.euros),
                Stream.concat(unsuspected.stream(), later.unsuspected.stream())
                        .limit(REMEMBERED)
                        .toList());
    }
}
