package io.millrace.samples.fraud.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.samples.fraud.APayment;
import io.millrace.samples.fraud.ManualClock;
import io.millrace.samples.fraud.model.Payment;
import io.millrace.samples.fraud.scoring.ScoringProperties;
import io.millrace.samples.fraud.scoringservice.Behaviour;
import io.millrace.samples.fraud.scoringservice.ScoringService;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScoringStatsTest {
    private final ManualClock clock = new ManualClock();
    private final ScoringService service = new ScoringService();
    private final ScoringStats stats = stats(null);

    @BeforeEach
    void lateEnoughForPayments() {
        clock.advance(Duration.ofSeconds(1));
    }

    @Test
    void chosenCardsAreCountedApart() {
        service.behave(new Behaviour(Behaviour.Mode.NORMAL, 100, 1));
        decide(stats, Duration.ofMillis(800), true);

        assertThat(stats.status().chosen().latencyMillis().count()).isEqualTo(1);
        assertThat(stats.status().chosen().latencyMillis().max()).isBetween(799.0, 801.0);
        assertThat(stats.status().others().latencyMillis().count()).isZero();
    }

    @Test
    void paymentsWithoutAScoreAreCounted() {
        service.behave(new Behaviour(Behaviour.Mode.NORMAL, 100, 1));
        decide(stats, Duration.ofMillis(800), false);
        decide(stats, Duration.ofMillis(8), true);

        assertThat(stats.status().chosen().unscored()).isEqualTo(1);
        assertThat(stats.status().chosen().latencyMillis().count()).isEqualTo(2);
    }

    @Test
    void nobodyKnowsWhomAServiceElsewhereTreatsBadly() {
        ScoringStats elsewhere = stats(URI.create("http://scores.example/score"));
        service.behave(new Behaviour(Behaviour.Mode.SLOW, 100, 1));
        clock.advance(Duration.ofSeconds(1));
        decide(elsewhere, Duration.ofMillis(1), true);

        assertThat(elsewhere.status().behaviour()).isNull();
        assertThat(elsewhere.status().others().latencyMillis().count()).isEqualTo(1);
    }

    @Test
    void paymentsFromBeforeTheStartAreLeftOut() {
        stats.decided(APayment.clean().payment(), true);

        assertThat(stats.status().others().latencyMillis().count()).isZero();
        assertThat(stats.status().chosen().latencyMillis().count()).isZero();
    }

    private void decide(ScoringStats decided, Duration after, boolean hasScore) {
        Payment payment = APayment.clean().payment(clock.instant());
        clock.advance(after);
        decided.decided(payment, hasScore);
    }

    private ScoringStats stats(@Nullable URI url) {
        return new ScoringStats(new ScoringProperties(url, Duration.ofSeconds(2), 1), service, clock);
    }
}
