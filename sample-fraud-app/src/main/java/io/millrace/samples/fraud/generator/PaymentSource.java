package io.millrace.samples.fraud.generator;

import io.millrace.samples.common.generator.Feed;
import io.millrace.samples.fraud.kafka.PaymentWriter;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;

/**
 * Writes generated payments, and has the ledger know which: what Kafka does not take is not in it.
 *
 * <p>Confined to the generator's thread.
 */
final class PaymentSource implements Feed.Source {
    private final PaymentGenerator generator;
    private final FraudLedger ledger;
    private final PaymentWriter writer;
    private final Clock clock;
    private final GeneratorProperties properties;

    PaymentSource(
            PaymentGenerator generator,
            FraudLedger ledger,
            PaymentWriter writer,
            Clock clock,
            GeneratorProperties properties) {
        this.generator = generator;
        this.ledger = ledger;
        this.writer = writer;
        this.clock = clock;
        this.properties = properties;
    }

    @Override
    public CompletableFuture<Void> writeNext(int rate) {
        GeneratedPayment generated = generator.next(clock.instant(), properties.cards(rate));
        ledger.add(generated);
        return writer.write(generated.payment()).whenComplete((done, failure) -> {
            if (failure != null) {
                ledger.withdraw(generated);
            }
        });
    }
}
