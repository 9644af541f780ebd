package io.millrace.samples.fraud;

import io.millrace.samples.fraud.model.Alert;
import io.millrace.samples.fraud.model.Finding;
import io.millrace.samples.fraud.model.Severity;
import io.millrace.samples.fraud.rules.Judgement;
import java.time.Duration;
import java.util.List;

/** Alerts for tests. */
public final class AnAlert {

    private AnAlert() {}

    /** Returns an alert that was raised a millisecond after the payment. */
    public static Alert forPayment(String paymentId) {
        Finding finding = new Finding("blocked-merchant", Severity.HIGH, "The merchant is on the block list");
        return new Judgement(APayment.clean().withId(paymentId).payment(), List.of(finding))
                .toAlert(APayment.TIME.plus(Duration.ofMillis(1)));
    }
}
