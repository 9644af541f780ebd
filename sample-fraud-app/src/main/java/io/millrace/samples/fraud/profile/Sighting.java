package io.millrace.samples.fraud.profile;

import io.millrace.samples.fraud.model.Payment;
import java.time.Instant;

/**
 * Where a card was at a time.
 *
 * <p>Immutable.
 */
public record Sighting(String country, Instant time) {

    static Sighting of(Payment payment) {
        return new Sighting(payment.country(), payment.time());
    }
}
