package io.millrace.benchmark.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ScheduleTest {
    @Test
    void anEventIsDueAtStartPlusItsNumberDividedByTheRate() {
        Schedule schedule = new Schedule(1_000, 2_000, 10);

        assertThat(schedule.dueMicros(0)).isEqualTo(1_000);
        assertThat(schedule.dueMicros(1)).isEqualTo(1_500);
        assertThat(schedule.dueMicros(9)).isEqualTo(5_500);
    }

    @Test
    void aRateThatDoesNotDivideASecondDoesNotDrift() {
        Schedule schedule = new Schedule(0, 3, 10);

        assertThat(schedule.dueMicros(1)).isEqualTo(333_333);
        assertThat(schedule.dueMicros(3_000_000)).isEqualTo(1_000_000_000_000L);
    }

    @Test
    void itIsOverOneIntervalAfterTheLastEvent() {
        assertThat(new Schedule(7, 1_000, 2_000).endMicros()).isEqualTo(2_000_007);
    }

    @Test
    void aRateOfNothingIsRefused() {
        assertThatThrownBy(() -> new Schedule(0, 0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 1");
    }
}
