package io.millrace.samples.fraud.stats;

import io.millrace.samples.common.meter.LatencyWindow;
import io.millrace.samples.fraud.model.Payment;
import io.millrace.samples.fraud.scoring.ScoringProperties;
import io.millrace.samples.fraud.scoringservice.Behaviour;
import io.millrace.samples.fraud.scoringservice.ScoringService;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;

/**
 * Measures how long payments have to wait for their scores: those of the cards that the scoring service treats badly, and the others,
 * which should not notice. Payments from before this service started are left out.
 *
 * <p>Thread-safe.
 */
@Component
public final class ScoringStats {
    private final ScoringProperties properties;
    private final ScoringService service;
    private final Clock clock;
    private final Instant startedAt;
    private final Meter chosen;
    private final Meter others;

    public ScoringStats(ScoringProperties properties, ScoringService service, Clock clock) {
        this.properties = properties;
        this.service = service;
        this.clock = clock;
        this.startedAt = clock.instant();
        this.chosen = new Meter(clock);
        this.others = new Meter(clock);
    }

    /** Notes that a payment has its score, or will have none. */
    public void decided(Payment payment, boolean hasScore) {
        if (payment.time().isAfter(startedAt)) {
            Meter meter = isElsewhere() || !service.behaviour().isChosen(payment.card()) ? others : chosen;
            meter.record(Duration.between(payment.time(), clock.instant()), hasScore);
        }
    }

    ScoringStatus status() {
        Behaviour behaviour = isElsewhere() ? null : service.behaviour();
        return new ScoringStatus(behaviour, properties.timeout().toMillis(), chosen.group(), others.group());
    }

    private boolean isElsewhere() {
        return properties.url() != null;
    }

    /** Payments that are treated alike. */
    private static final class Meter {
        private final LatencyWindow all;
        private final LatencyWindow unscored;

        private Meter(Clock clock) {
            all = new LatencyWindow(clock);
            unscored = new LatencyWindow(clock);
        }

        private void record(Duration duration, boolean hasScore) {
            all.record(duration);
            if (!hasScore) {
                unscored.record(duration);
            }
        }

        private ScoringStatus.Group group() {
            return new ScoringStatus.Group(all.latencies(), unscored.latencies().count());
        }
    }
}
