package io.millrace.samples.common.meter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.samples.common.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LatencyWindowTest {
    private final ManualClock clock = new ManualClock();
    private final LatencyWindow window = new LatencyWindow(clock);

    @Test
    void isZeroBeforeTheFirstDuration() {
        assertThat(window.latencies()).isEqualTo(new Latencies(0, 0, 0, 0, 0));
    }

    @Test
    void hasThePercentilesOfAllSecondsTogether() {
        for (int millis = 1; millis <= 100; millis++) {
            window.record(Duration.ofMillis(millis));
            if (millis % 20 == 0) {
                clock.advance(Duration.ofSeconds(1));
            }
        }

        Latencies latencies = window.latencies();

        assertThat(latencies.count()).isEqualTo(100);
        assertThat(latencies.p50()).isCloseTo(50, within(0.1));
        assertThat(latencies.p95()).isCloseTo(95, within(0.1));
        assertThat(latencies.p99()).isCloseTo(99, within(0.1));
        assertThat(latencies.max()).isCloseTo(100, within(0.1));
    }

    @Test
    void forgetsWhatIsOlderThanTenSeconds() {
        window.record(Duration.ofMillis(500));
        clock.advance(Duration.ofSeconds(9));
        window.record(Duration.ofMillis(5));

        assertThat(window.latencies().count()).isEqualTo(2);

        clock.advance(Duration.ofSeconds(1));

        assertThat(window.latencies().max()).isCloseTo(5, within(0.1));
    }

    @Test
    void countsMoreThanAMinuteAsAMinute() {
        window.record(Duration.ofDays(400));

        assertThat(window.latencies().max()).isCloseTo(60_000, within(60.0));
    }

    @Test
    void ignoresDurationsThatClocksGotWrong() {
        window.record(Duration.ofMillis(-1));

        assertThat(window.latencies().count()).isZero();
    }
}
