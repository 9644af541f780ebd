package io.millrace.samples.fraud.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.samples.fraud.APayment;
import io.millrace.samples.fraud.model.Finding;
import io.millrace.samples.fraud.model.Severity;
import io.millrace.samples.fraud.profile.CardProfile;
import io.millrace.samples.fraud.profile.Spread;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ManyPaymentsTest {
    private static final Instant NOW = APayment.TIME;

    private final ManyPayments rule = new ManyPayments(Duration.ofSeconds(20), 3);

    @Test
    void findsWhatFollowsManyOthers() {
        assertThat(check(18, 9, 1))
                .contains(new Finding(
                        "many-payments", Severity.HIGH, "More than 3 payments of the card within 20 seconds"));
    }

    @Test
    void afterAPauseItBeginsAnew() {
        assertThat(check(25, 22, 21, 2)).isEmpty();
    }

    @Test
    void fewPaymentsAreUsual() {
        assertThat(check(2, 1)).isEmpty();
    }

    private Optional<Finding> check(long... secondsAgo) {
        CardProfile before = new CardProfile(
                LongStream.of(secondsAgo).mapToObj(NOW::minusSeconds).toList(), Spread.NONE, null);
        return rule.check(APayment.clean().payment(NOW), before);
    }
}
