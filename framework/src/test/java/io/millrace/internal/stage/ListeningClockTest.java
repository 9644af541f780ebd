package io.millrace.internal.stage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ListeningClockTest {

    private final ListeningClock clock = new ListeningClock();

    @Test
    void nothingCountsUntilSomethingIsHeard() {
        assertThat(clock.at(1_000_000)).isZero();
        assertThat(clock.millisLeft(1_000_000)).isZero();
    }

    @Test
    void itStopsWhereNothingMoreIsHeard() {
        clock.count(1_000, 1_200);

        assertThat(clock.at(1_100)).isEqualTo(100);
        assertThat(clock.at(90_000)).isEqualTo(200);
        assertThat(clock.countsUpTo(90_000)).isEqualTo(1_200);
    }

    @Test
    void whatLiesBetweenDoesNotCount() {
        clock.count(1_000, 1_200);
        clock.count(50_000, 50_200);

        assertThat(clock.at(50_100)).isEqualTo(300);
    }

    @Test
    void whatIsHeardTwiceCountsOnce() {
        clock.count(1_000, 1_200);
        clock.count(1_100, 1_300);

        assertThat(clock.at(1_300)).isEqualTo(300);
    }

    @Test
    void itRunsByItselfUntilItIsStopped() {
        clock.run(1_000);
        assertThat(clock.at(60_000)).isEqualTo(59_000);

        clock.stop(60_000);

        assertThat(clock.at(90_000)).isEqualTo(59_000);
    }
}
