package io.millrace.samples.fraud.web;

import io.millrace.samples.common.json.Json;
import io.millrace.samples.fraud.kafka.PaymentWriter;
import io.millrace.samples.fraud.model.Alert;
import io.millrace.samples.fraud.model.Payment;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.springframework.format.annotation.DurationFormat;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/** Takes payments by hand. */
@RestController
final class PaymentController {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private final PaymentWriter payments;
    private final AlertWaiters waiters;
    private final Clock clock;

    PaymentController(PaymentWriter payments, AlertWaiters waiters, Clock clock) {
        this.payments = payments;
        this.waiters = waiters;
        this.clock = clock;
    }

    /**
     * Writes a payment to the topic and answers once Kafka has it.
     *
     * @param json the payment; it gets an id and a time if it has none
     * @param wait how long to wait for its alert, such as {@code 2s}; a clean payment takes all of that
     */
    @PostMapping(path = "/payments", consumes = MediaType.APPLICATION_JSON_VALUE)
    CompletableFuture<ResponseEntity<PaymentReceipt>> pay(
            @RequestBody ObjectNode json,
            @RequestParam(defaultValue = "0s") @DurationFormat(style = DurationFormat.Style.SIMPLE) Duration wait) {
        if (wait.isNegative() || wait.compareTo(LONGEST_WAIT) > 0) {
            throw new IllegalArgumentException(
                    "'wait' is %d s: give 0s to %d s".formatted(wait.toSeconds(), LONGEST_WAIT.toSeconds()));
        }
        Payment payment = payment(json);
        if (wait.isZero()) {
            return write(payment).thenApply(written -> ResponseEntity.status(HttpStatus.ACCEPTED)
                    .body(PaymentReceipt.of(payment.id(), null)));
        }
        CompletableFuture<List<Alert>> alerts = waiters.next(payment.id(), wait);
        return write(payment)
                .thenCompose(written -> alerts)
                .thenApply(found -> ResponseEntity.ok(PaymentReceipt.of(payment.id(), found)));
    }

    private CompletableFuture<Void> write(Payment payment) {
        return payments.write(payment)
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(
                        new NotWrittenException("Kafka did not take the payment: " + failure.getMessage(), failure)));
    }

    private Payment payment(ObjectNode json) {
        if (!json.hasNonNull("id")) {
            json.put("id", UUID.randomUUID().toString());
        }
        if (!json.hasNonNull("time")) {
            json.put("time", clock.instant().toString());
        }
        return Json.mapper().treeToValue(json, Payment.class);
    }
}
