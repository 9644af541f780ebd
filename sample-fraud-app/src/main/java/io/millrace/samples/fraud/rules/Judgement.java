package io.millrace.samples.fraud.rules;

import io.millrace.samples.fraud.model.Alert;
import io.millrace.samples.fraud.model.Finding;
import io.millrace.samples.fraud.model.Payment;
import io.millrace.samples.fraud.model.Severity;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A payment and what the rules say about it.
 *
 * <p>Immutable.
 *
 * @param findings none for a payment that looks as it should
 */
public record Judgement(Payment payment, List<Finding> findings) {

    public Judgement {
        findings = List.copyOf(findings);
    }

    public boolean isSuspicious() {
        return !findings.isEmpty();
    }

    /** Returns this judgement with one finding more. */
    Judgement with(Finding finding) {
        return new Judgement(
                payment, Stream.concat(findings.stream(), Stream.of(finding)).toList());
    }

    /**
     * Returns the alert for a suspicious payment.
     *
     * @throws IllegalStateException if it is not suspicious
     */
    public Alert toAlert(Instant detectedAt) {
        Severity worst = findings.stream()
                .map(Finding::severity)
                .max(Comparator.naturalOrder())
                .orElseThrow(() -> new IllegalStateException(
                        "Payment '%s' has no finding: ask isSuspicious() first".formatted(payment.id())));
        return new Alert(
                payment.id(),
                payment.card(),
                payment.merchant(),
                payment.category(),
                payment.country(),
                payment.amount(),
                worst,
                findings,
                payment.time(),
                detectedAt);
    }
}
