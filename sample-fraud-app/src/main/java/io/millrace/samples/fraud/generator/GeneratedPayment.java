package io.millrace.samples.fraud.generator;

import io.millrace.samples.fraud.model.Payment;
import java.util.Optional;

/**
 * A payment and the truth about it, which the topology never sees.
 *
 * <p>Immutable.
 *
 * @param fraud empty for an honest payment
 */
record GeneratedPayment(Payment payment, Optional<FraudPattern> fraud) {}
