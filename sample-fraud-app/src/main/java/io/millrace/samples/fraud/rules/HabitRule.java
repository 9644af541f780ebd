package io.millrace.samples.fraud.rules;

import io.millrace.samples.fraud.model.Finding;
import io.millrace.samples.fraud.model.Payment;
import io.millrace.samples.fraud.profile.CardProfile;
import java.util.Optional;

/**
 * One reason to look twice at a payment that is not like others of its card. It must not block, and all workers share it.
 *
 * <p>Thread-safe.
 */
@FunctionalInterface
public interface HabitRule {

    /** Returns what speaks against {@code payment}, if anything does, given what was known of its card {@code before} it. */
    Optional<Finding> check(Payment payment, CardProfile before);
}
