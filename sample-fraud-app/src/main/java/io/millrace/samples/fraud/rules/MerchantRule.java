package io.millrace.samples.fraud.rules;

import io.millrace.samples.fraud.model.Finding;
import io.millrace.samples.fraud.model.ScoredPayment;
import java.util.Optional;

/**
 * One reason to look twice at a payment that lies in what is known of its merchant at the moment. It must not block, and all
 * workers share it.
 *
 * <p>Thread-safe.
 */
@FunctionalInterface
public interface MerchantRule {

    /** Returns what speaks against {@code payment}, if anything does. */
    Optional<Finding> check(ScoredPayment payment);
}
