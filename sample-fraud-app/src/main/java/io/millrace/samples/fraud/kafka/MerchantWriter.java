package io.millrace.samples.fraud.kafka;

import io.millrace.samples.common.kafka.JsonWriter;
import io.millrace.samples.fraud.model.MerchantRisk;
import java.util.concurrent.CompletableFuture;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.stereotype.Component;

/**
 * Writes what is known of merchants to the topic, keyed by merchant: the newest of each stays there.
 *
 * <p>Thread-safe.
 */
@Component
public class MerchantWriter {
    private final JsonWriter<MerchantRisk> writer;

    public MerchantWriter(KafkaTemplate<String, byte[]> jsonTemplate) {
        this.writer = new JsonWriter<>(jsonTemplate, Topics.MERCHANTS, MerchantRisk.class);
    }

    /** Returns what completes once Kafka has it; after some seconds without an answer it fails with Kafka's reason. */
    public CompletableFuture<Void> write(MerchantRisk risk) {
        return writer.write(risk.merchant(), risk);
    }
}
