package io.millrace.samples.fraud.rules;

import io.millrace.samples.fraud.model.Finding;
import io.millrace.samples.fraud.model.Payment;
import java.util.Optional;

/**
 * One reason to look twice at a payment. It sees that payment only, none before it; it must not block, and all workers
 * share it.
 *
 * <p>Thread-safe.
 */
@FunctionalInterface
public interface FraudRule {

    /** Returns what speaks against {@code payment}, if anything does. */
    Optional<Finding> check(Payment payment);
}
