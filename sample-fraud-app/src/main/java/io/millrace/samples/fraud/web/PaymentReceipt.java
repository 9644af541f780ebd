package io.millrace.samples.fraud.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.millrace.samples.fraud.model.Alert;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a payment.
 *
 * <p>Immutable.
 *
 * @param alerts what came within the time asked for; null if none was
 * @param link where to ask for its alerts later
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record PaymentReceipt(String paymentId, @Nullable List<Alert> alerts, String link) {

    static PaymentReceipt of(String paymentId, @Nullable List<Alert> alerts) {
        return new PaymentReceipt(paymentId, alerts, "/alerts?paymentId=" + paymentId);
    }
}
