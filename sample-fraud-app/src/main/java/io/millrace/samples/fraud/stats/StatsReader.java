package io.millrace.samples.fraud.stats;

import io.millrace.MillraceEngine;
import io.millrace.runtime.TopologyHandle;
import io.millrace.samples.common.generator.Feed;
import io.millrace.samples.common.stats.Flow;
import io.millrace.samples.common.stats.TopologyStatus;
import io.millrace.samples.fraud.generator.FraudLedger;
import io.millrace.samples.fraud.kafka.PaymentReader;
import org.springframework.stereotype.Component;

/**
 * Gathers the numbers from those who count.
 *
 * <p>Thread-safe.
 */
@Component
public class StatsReader {
    private static final String TOPOLOGY = "fraud-detection";

    private final PaymentReader payments;
    private final AlertStats alerts;
    private final ScoringStats scoring;
    private final MillraceEngine engine;
    private final Feed generator;
    private final FraudLedger ledger;

    public StatsReader(
            PaymentReader payments,
            AlertStats alerts,
            ScoringStats scoring,
            MillraceEngine engine,
            Feed generator,
            FraudLedger ledger) {
        this.payments = payments;
        this.alerts = alerts;
        this.scoring = scoring;
        this.engine = engine;
        this.generator = generator;
        this.ledger = ledger;
    }

    public Stats read() {
        TopologyHandle topology = engine.topology(TOPOLOGY);
        return new Stats(
                Flow.of(payments.payments()),
                topology.errors().deadLettered(),
                Flow.of(alerts.alerts()),
                alerts.endToEnd(),
                scoring.status(),
                TopologyStatus.of(topology),
                generator.status(),
                ledger.quality());
    }
}
