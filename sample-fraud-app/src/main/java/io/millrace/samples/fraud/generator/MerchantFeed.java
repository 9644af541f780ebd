package io.millrace.samples.fraud.generator;

import io.millrace.samples.fraud.kafka.MerchantWriter;
import io.millrace.samples.fraud.model.MerchantRisk;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Writes the merchants' scores to their topic: all of them at the start, and later those that have changed. What Kafka does not take
 * is written again a second later.
 *
 * <p>Thread-safe.
 */
@Component
class MerchantFeed {
    private final MerchantWriter writer;
    private final Clock clock;
    private final Map<String, MerchantRisk> written = new ConcurrentHashMap<>();

    MerchantFeed(MerchantWriter writer, Clock clock) {
        this.writer = writer;
        this.clock = clock;
    }

    @Scheduled(fixedRate = 1_000)
    void write() {
        for (MerchantRisk risk : MerchantScores.at(clock.instant())) {
            if (!risk.equals(written.get(risk.merchant())) && write(risk).isCompletedExceptionally()) {
                return; // each further one would wait as long
            }
        }
    }

    private CompletableFuture<Void> write(MerchantRisk risk) {
        written.put(risk.merchant(), risk);
        return writer.write(risk).whenComplete((done, failure) -> {
            if (failure != null) {
                written.remove(risk.merchant(), risk);
            }
        });
    }
}
