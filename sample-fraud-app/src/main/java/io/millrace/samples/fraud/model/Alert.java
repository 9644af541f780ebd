package io.millrace.samples.fraud.model;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * A payment that somebody should look at, and why.
 *
 * <p>Immutable.
 *
 * @param severity that of the worst finding
 * @param findings at least one
 * @param paymentTime when the payment was made
 * @param detectedAt when the rules saw it
 */
public record Alert(
        String paymentId,
        String card,
        String merchant,
        MerchantCategory category,
        String country,
        BigDecimal amount,
        Severity severity,
        List<Finding> findings,
        Instant paymentTime,
        Instant detectedAt) {

    public Alert {
        findings = List.copyOf(findings);
    }
}
