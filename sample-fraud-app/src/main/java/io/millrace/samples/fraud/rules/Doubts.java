package io.millrace.samples.fraud.rules;

import io.millrace.samples.fraud.model.Payment;
import java.math.BigDecimal;
import org.springframework.stereotype.Component;

/**
 * Tells which payments leave doubts, and are worth the price of a score: about one in twelve. Of the others a score would tell nothing.
 *
 * <p>Immutable.
 */
@Component
public final class Doubts {
    private static final BigDecimal LARGE = new BigDecimal("200");
    private static final BigDecimal TINY = new BigDecimal("3");

    /** Returns whether a rule has something to say of the payment, or it was made abroad, or its amount is large or tiny. */
    public boolean remain(Judgement judgement) {
        Payment payment = judgement.payment();
        return judgement.isSuspicious()
                || payment.isAbroad()
                || payment.amount().compareTo(LARGE) > 0
                || payment.amount().compareTo(TINY) < 0;
    }
}
