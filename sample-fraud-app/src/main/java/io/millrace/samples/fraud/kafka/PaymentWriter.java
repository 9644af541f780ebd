package io.millrace.samples.fraud.kafka;

import io.millrace.samples.fraud.json.JsonSerde;
import io.millrace.samples.fraud.model.Payment;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.serialization.Serializer;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.stereotype.Component;

/**
 * Writes payments to the topic, keyed by card, so that those of one card stay in order.
 *
 * <p>Thread-safe.
 */
@Component
public class PaymentWriter {
    private final KafkaTemplate<String, byte[]> template;
    private final Serializer<Payment> serializer = JsonSerde.of(Payment.class).serializer();

    public PaymentWriter(KafkaTemplate<String, byte[]> paymentTemplate) {
        this.template = paymentTemplate;
    }

    /** Returns what completes once Kafka has the payment; after some seconds without an answer it fails with Kafka's reason. */
    public CompletableFuture<Void> write(Payment payment) {
        byte[] json = serializer.serialize(Topics.PAYMENTS, payment);
        CompletableFuture<Void> written = new CompletableFuture<>();
        send(payment.card(), json).whenComplete((sent, failure) -> {
            if (failure == null) {
                written.complete(null);
            } else {
                written.completeExceptionally(NestedExceptionUtils.getMostSpecificCause(failure));
            }
        });
        return written;
    }

    private CompletableFuture<?> send(String key, byte[] json) {
        try {
            return template.send(Topics.PAYMENTS, key, json);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
