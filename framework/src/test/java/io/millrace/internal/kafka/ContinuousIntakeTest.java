package io.millrace.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.internal.metrics.InputMeter;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContinuousIntakeTest {

    private static final Duration INTERVAL = Duration.ofNanos(100);

    private final ContinuousIntake intake = intake(0);
    private long parked;

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
        ContinuousIntake anywhere = intake(start);

        assertThat(anywhere.isBarrierDue(start + 99)).isFalse();
        assertThat(anywhere.isBarrierDue(start + 100)).isTrue();
    }

    @Test
    void aBarrierIsPutOffWhileRecordsWaitForARetry() {
        parked = 1;

        assertThat(intake.isBarrierDue(100)).isFalse();
        assertThat(intake.nanosToNextChange(100)).isPositive();

        parked = 0;

        assertThat(intake.isBarrierDue(101)).isTrue();
    }

    @Test
    void aBarrierIsNotPutOffForEver() {
        parked = 1;
        long longest = TimeUnit.SECONDS.toNanos(10);

        assertThat(intake.isBarrierDue(100 + longest - 1)).isFalse();
        assertThat(intake.isBarrierDue(100 + longest)).isTrue();
        assertThat(intake.nanosToNextChange(100 + longest)).isZero();
    }

    private ContinuousIntake intake(long start) {
        FeedTable feeds = new FeedTable(new InputMeter());
        Backlog none = new Backlog(new FakeConsumer(), feeds, new AtomicBoolean(), start);
        return new ContinuousIntake(feeds, INTERVAL, none, () -> parked, start);
    }
}
