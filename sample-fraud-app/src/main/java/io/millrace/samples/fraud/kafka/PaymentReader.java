package io.millrace.samples.fraud.kafka;

import io.millrace.samples.common.meter.Rate;
import io.millrace.samples.fraud.model.Payment;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Looks at what comes in first. Anybody may write to the topic: what is no payment fails here or in the {@code Serde}, and becomes a dead
 * letter.
 *
 * <p>Thread-safe.
 */
@Component
public final class PaymentReader {
    private final Rate read;

    public PaymentReader(Clock clock) {
        this.read = new Rate(clock);
    }

    /**
     * Counts a payment and returns it.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Payment read(@Nullable Payment payment) {
        if (payment == null) {
            throw new IllegalArgumentException(
                    "A record of topic '%s' has no value: give a payment".formatted(Topics.PAYMENTS));
        }
        read.count();
        return payment;
    }

    /** Returns how many payments were read. */
    public Rate payments() {
        return read;
    }
}
