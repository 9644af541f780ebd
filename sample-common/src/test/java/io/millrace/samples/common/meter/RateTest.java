package io.millrace.samples.common.meter;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.samples.common.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateTest {
    private final ManualClock clock = new ManualClock();
    private final Rate rate = new Rate(clock);

    @Test
    void isTheMeanOfTheLastTenSeconds() {
        everySecond(20, 5);

        assertThat(rate.perSecond()).isEqualTo(5);
    }

    @Test
    void isTheMeanSinceTheStartInTheFirstSeconds() {
        everySecond(2, 5);

        assertThat(rate.perSecond()).isEqualTo(5);
    }

    @Test
    void forgetsWhatIsOlder() {
        everySecond(10, 5);
        clock.advance(Duration.ofSeconds(5));

        assertThat(rate.perSecond()).isEqualTo(2.5);

        clock.advance(Duration.ofSeconds(6));

        assertThat(rate.perSecond()).isZero();
    }

    @Test
    void theSecondThatRunsDoesNotCountYet() {
        everySecond(10, 5);
        rate.count();

        assertThat(rate.perSecond()).isEqualTo(5);
    }

    @Test
    void theTotalForgetsNothing() {
        everySecond(100, 5);

        assertThat(rate.total()).isEqualTo(500);
    }

    private void everySecond(int seconds, int events) {
        for (int second = 0; second < seconds; second++) {
            for (int event = 0; event < events; event++) {
                rate.count();
            }
            clock.advance(Duration.ofSeconds(1));
        }
    }
}
