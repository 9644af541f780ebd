package io.millrace.samples.fraud.kafka;

import io.millrace.samples.fraud.json.JsonSerde;
import io.millrace.samples.fraud.model.Payment;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.serialization.Serializer;
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

    /** Returns what completes once Kafka has the payment; it fails after some seconds without an answer. */
    public CompletableFuture<Void> write(Payment payment) {
        try {
            byte[] json = serializer.serialize(Topics.PAYMENTS, payment);
            return template.send(Topics.PAYMENTS, payment.card(), json).thenAccept(sent -> {});
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
