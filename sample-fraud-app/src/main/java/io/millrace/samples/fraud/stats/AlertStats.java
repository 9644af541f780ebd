package io.millrace.samples.fraud.stats;

import io.millrace.samples.common.meter.Latencies;
import io.millrace.samples.common.meter.LatencyWindow;
import io.millrace.samples.common.meter.Rate;
import io.millrace.samples.fraud.kafka.AlertObserver;
import io.millrace.samples.fraud.model.Alert;
import io.millrace.samples.fraud.rules.LongSession;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;

/**
 * Measures how many alerts come, and how long after the payment was made.
 *
 * <p>Alerts for payments from before this service started say nothing about its speed and are left out of the latencies, and so are
 * those that have to wait for the end of a shopping session.
 *
 * <p>Thread-safe.
 */
@Component
public final class AlertStats implements AlertObserver {
    private final Instant startedAt;
    private final Rate alerts;
    private final LatencyWindow endToEnd;

    public AlertStats(Clock clock) {
        this.startedAt = clock.instant();
        this.alerts = new Rate(clock);
        this.endToEnd = new LatencyWindow(clock);
    }

    @Override
    public void alertRead(Alert alert, Instant readAt) {
        alerts.count();
        if (alert.paymentTime().isAfter(startedAt) && !isHindsight(alert)) {
            endToEnd.record(Duration.between(alert.paymentTime(), readAt));
        }
    }

    public Rate alerts() {
        return alerts;
    }

    /** Returns the time from a payment's making until its alert was read back. */
    public Latencies endToEnd() {
        return endToEnd.latencies();
    }

    private static boolean isHindsight(Alert alert) {
        return alert.findings().stream().anyMatch(finding -> finding.rule().equals(LongSession.NAME));
    }
}
