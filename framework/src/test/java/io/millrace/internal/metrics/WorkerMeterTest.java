package io.millrace.internal.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.internal.metrics.LatencyRecorder.Taker;
import io.millrace.internal.metrics.StageMeter.Activity;
import io.millrace.runtime.LatencyPercentiles;
import io.millrace.runtime.TopologyPlan.Edge;
import io.millrace.runtime.TopologyPlan.EdgeKind;
import io.millrace.support.ManualTime;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkerMeterTest {

    private static final Edge ALERTS = new Edge("score", "alerts", EdgeKind.OUTPUT);
    private static final Edge NEXT = new Edge("score", "store", EdgeKind.LANE);

    private final ManualTime time = new ManualTime();
    private final WorkerMeter meter = new WorkerMeter(time, List.of(ALERTS, NEXT));

    @Test
    void aTurnWithWorkIsBusyAndWhatFollowsIsWhatItEndsWith() {
        turn(millis(3), true, Activity.HELD_BACK);
        time.advance(millis(7));
        turn(millis(2), true, Activity.IDLE);
        time.advance(millis(11));

        assertThat(spent(Activity.BUSY)).isEqualTo(millis(5));
        assertThat(spent(Activity.HELD_BACK)).isEqualTo(millis(7));
        assertThat(spent(Activity.IDLE)).isEqualTo(millis(11));
    }

    @Test
    void aTurnWithoutWorkCountsAsWhatItEndsWith() {
        turn(millis(1), false, Activity.HELD_BACK);

        assertThat(spent(Activity.BUSY)).isZero();
        assertThat(spent(Activity.HELD_BACK)).isEqualTo(millis(1));
    }

    @Test
    void aTurnThatGoesOnIsSeenAsBusy() {
        meter.beginTurn(time.nanoTime());
        time.advance(millis(800));

        assertThat(spent(Activity.BUSY)).isEqualTo(millis(800));
        assertThat(spent(Activity.IDLE)).isZero();
    }

    @Test
    void whatWasToldNeverFalls() {
        meter.beginTurn(time.nanoTime());
        time.advance(millis(5));
        Duration before = spent(Activity.BUSY);
        meter.endTurn(false, Activity.IDLE);

        assertThat(before).isEqualTo(millis(5));
        assertThat(spent(Activity.BUSY)).isEqualTo(before);
    }

    @Test
    void countsAreToldAtTheEndOfTheTurn() {
        meter.beginTurn(time.nanoTime());
        meter.take(0, StageMeter.NOT_TIMED);
        meter.take(1, StageMeter.NOT_TIMED);
        meter.exit(ALERTS).leave();
        meter.exit(NEXT).leave();
        meter.exit(NEXT).leave();

        assertThat(meter.recordsIn()).isZero();

        meter.endTurn(true, Activity.IDLE);

        assertThat(meter.recordsIn()).isEqualTo(2);
        assertThat(meter.recordsOut()).isEqualTo(3);
        assertThat(meter.recordsOut(NEXT)).isEqualTo(2);
    }

    @Test
    void aRecordIsTimedFromItsSendingToItsTakingAndOnToItsEnd() {
        turn(Duration.ZERO, false, Activity.IDLE);
        long sentAt = meter.timeOfSending(0);
        time.advance(millis(40));
        long takenAt = meter.take(0, sentAt);
        time.advance(millis(8));
        meter.finish(takenAt);

        assertThat(of(meter.queueing()).p50()).isBetween(39.0, 41.0);
        assertThat(of(meter.processing()).p50()).isBetween(7.9, 8.1);
    }

    @Test
    void oneInSixteenIsTimedWhileManyCome() {
        meter.expect(100_000);
        process(160);

        assertThat(of(meter.processing()).count()).isEqualTo(10);
        assertThat(meter.recordsIn()).isEqualTo(160);
    }

    @Test
    void eachIsTimedWhileFewCome() {
        meter.expect(100);
        process(160);

        assertThat(of(meter.processing()).count()).isEqualTo(160);
    }

    private void process(int records) {
        meter.beginTurn(time.nanoTime());
        for (int offset = 0; offset < records; offset++) {
            meter.finish(meter.take(offset, StageMeter.NOT_TIMED));
        }
        meter.endTurn(true, Activity.IDLE);
    }

    private void turn(Duration lasting, boolean worked, Activity next) {
        meter.beginTurn(time.nanoTime());
        time.advance(lasting);
        meter.endTurn(worked, next);
    }

    private Duration spent(Activity activity) {
        return Duration.ofNanos(meter.spent(activity));
    }

    private static LatencyPercentiles of(LatencyRecorder recorder) {
        return Percentiles.take(Taker.METRICS, 1_000_000, List.of(recorder));
    }

    private static Duration millis(long millis) {
        return Duration.ofMillis(millis);
    }
}
