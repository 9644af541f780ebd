package io.millrace.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContinuousIntakeTest {

    private static final Duration INTERVAL = Duration.ofNanos(100);

    private final ContinuousIntake intake = new ContinuousIntake(INTERVAL, 0);

    @Test
    void itAlwaysReads() {
        assertThat(intake.isReading()).isTrue();
    }

    @Test
    void theBarrierIsDueAfterTheInterval() {
        assertThat(intake.isBarrierDue(99)).isFalse();
        assertThat(intake.isBarrierDue(100)).isTrue();
    }

    @Test
    void theNextBarrierIsDueAnIntervalAfterThisOne() {
        intake.barrierSent(130);

        assertThat(intake.isBarrierDue(229)).isFalse();
        assertThat(intake.isBarrierDue(230)).isTrue();
    }

    @Test
    void nothingChangesBeforeTheBarrier() {
        assertThat(intake.nanosToNextChange(40)).isEqualTo(60);
        assertThat(intake.nanosToNextChange(140)).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MAX_VALUE - 10, Long.MIN_VALUE, -50})
    void aClockMayBeAnywhere(long start) {
        ContinuousIntake anywhere = new ContinuousIntake(INTERVAL, start);

        assertThat(anywhere.isBarrierDue(start + 99)).isFalse();
        assertThat(anywhere.isBarrierDue(start + 100)).isTrue();
    }
}
