package io.millrace.samples.fraud.kafka;

import io.millrace.samples.common.kafka.JsonWriter;
import io.millrace.samples.fraud.model.Payment;
import java.util.concurrent.CompletableFuture;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.stereotype.Component;

/**
 * Writes payments to the topic, keyed by card, so that those of one card stay in order.
 *
 * <p>Thread-safe.
 */
@Component
public class PaymentWriter {
    private final JsonWriter<Payment> writer;

    public PaymentWriter(KafkaTemplate<String, byte[]> jsonTemplate) {
        this.writer = new JsonWriter<>(jsonTemplate, Topics.PAYMENTS, Payment.class);
    }

    /** Returns what completes once Kafka has the payment; after some seconds without an answer it fails with Kafka's reason. */
    public CompletableFuture<Void> write(Payment payment) {
        return writer.write(payment.card(), payment);
    }
}
