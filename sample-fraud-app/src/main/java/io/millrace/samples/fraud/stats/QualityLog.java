package io.millrace.samples.fraud.stats;

import io.millrace.samples.fraud.generator.DetectionQuality;
import io.millrace.samples.fraud.generator.FraudLedger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Logs once a minute how good the rules are, while the generator makes fraud to measure them by. Confined to the scheduler. */
@Component
class QualityLog {
    private static final Logger LOG = LoggerFactory.getLogger(QualityLog.class);

    private final FraudLedger ledger;
    private @Nullable DetectionQuality last;

    QualityLog(FraudLedger ledger) {
        this.ledger = ledger;
    }

    @Scheduled(initialDelay = 60_000, fixedRate = 60_000)
    void log() {
        DetectionQuality quality = ledger.quality();
        if (quality.frauds() > 0 && !quality.equals(last)) {
            LOG.info("Since the start: {}", quality.summary());
        }
        last = quality;
    }
}
