package io.millrace.internal.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.internal.metrics.StageMeter.Activity;
import io.millrace.runtime.EdgeMetrics;
import io.millrace.runtime.ErrorProgress;
import io.millrace.runtime.EventTimeProgress;
import io.millrace.runtime.LatencyPercentiles;
import io.millrace.runtime.RecordLatencies;
import io.millrace.runtime.RestoreProgress;
import io.millrace.runtime.StageMetrics;
import io.millrace.runtime.StoreMetrics;
import io.millrace.runtime.TopologyPlan.Edge;
import io.millrace.runtime.TopologyPlan.EdgeKind;
import io.millrace.support.ManualTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TopologyMeterTest {

    private static final Edge IN = new Edge("pay.*", "score", EdgeKind.INPUT);
    private static final Edge ALERTS = new Edge("score", "alerts", EdgeKind.OUTPUT);
    private static final List<Edge> EDGES = List.of(IN, ALERTS);

    private final ManualTime time = new ManualTime();
    private final InputMeter input = new InputMeter();
    private final TopologyMeter meter = new TopologyMeter(
            Map.of("score", 2),
            new MeteredEdges(EDGES, topic -> topic.startsWith("pay") ? "pay.*" : topic),
            List.of(),
            input,
            time);

    @Test
    void aStageIsTheSumOfItsWorkers() {
        work(0, 3);
        work(1, 4);

        assertThat(stage().workers()).isEqualTo(2);
        assertThat(stage().recordsIn()).isEqualTo(7);
    }

    @Test
    void anEdgeCountsWhatWentAlongItByAllWorkers() {
        input.taken("pay-eu", 3);
        input.taken("pay-us", 4);
        leave(0, 1);
        leave(1, 2);

        assertThat(meter.read().edges()).containsExactly(new EdgeMetrics(IN, 7, 0), new EdgeMetrics(ALERTS, 3, 0));
        assertThat(stage().recordsOut()).isEqualTo(3);
    }

    @Test
    void theFillOfAnEdgesLanesIsThatOfTheRunThatLasts() {
        FakeRun run = new FakeRun(ErrorProgress.NONE, 0);
        meter.attach(run);

        assertThat(meter.read().edges()).extracting(EdgeMetrics::laneFill).containsExactly(0.5, 0.0);

        meter.detach(run);

        assertThat(meter.read().edges()).extracting(EdgeMetrics::laneFill).containsExactly(0.0, 0.0);
    }

    @Test
    void percentilesAreThoseOfTheLastInterval() {
        work(0, 1);
        assertThat(stage().processing()).isEqualTo(LatencyPercentiles.NONE);

        time.advance(Duration.ofSeconds(10));
        meter.look();
        assertThat(stage().processing().count()).isEqualTo(1);

        time.advance(Duration.ofSeconds(9));
        assertThat(stage().processing().count()).isEqualTo(1);

        time.advance(Duration.ofSeconds(1));
        assertThat(stage().processing()).isEqualTo(LatencyPercentiles.NONE);
    }

    @Test
    void whatARunHasCountedStaysWhenTheNextBeginsAnew() {
        FakeRun first = new FakeRun(new ErrorProgress(1, 2, 3, 4), 5);
        meter.attach(first);
        meter.detach(first);
        assertThat(meter.read().errors()).isEqualTo(new ErrorProgress(1, 2, 3, 0));

        meter.attach(new FakeRun(new ErrorProgress(10, 20, 30, 7), 50));

        assertThat(meter.read().errors()).isEqualTo(new ErrorProgress(11, 22, 33, 7));
        assertThat(meter.read().eventTime().lateRecords()).isEqualTo(55);
    }

    @Test
    void aRunThatEndsBehindTheNextOnesBeginningTakesNothingFromIt() {
        FakeRun leftBehind = new FakeRun(new ErrorProgress(1, 2, 3, 4), 5);
        meter.attach(leftBehind);
        meter.attach(new FakeRun(new ErrorProgress(10, 20, 30, 7), 50));

        meter.detach(leftBehind);

        assertThat(meter.read().errors()).isEqualTo(new ErrorProgress(11, 22, 33, 7));
    }

    @Test
    void aRestoreIsToldUntilItIsDone() {
        meter.restoring(restore(false));
        assertThat(meter.read().restores()).containsExactly(restore(false));

        meter.restoring(restore(true));
        assertThat(meter.read().restores()).isEmpty();
    }

    @Test
    void aTopologyThatIsNotMeasuredHasNoStages() {
        TopologyMeter without = new TopologyMeter(Map.of(), MeteredEdges.NONE, List.of(), new InputMeter(), time);

        assertThat(without.worker("score", 0)).isSameAs(StageMeter.NONE);
        assertThat(without.read().stages()).isEmpty();
    }

    private void work(int worker, int records) {
        StageMeter worked = meter.worker("score", worker);
        worked.beginTurn(time.nanoTime());
        for (int record = 0; record < records; record++) {
            worked.finish(worked.take(record, StageMeter.NOT_TIMED));
        }
        worked.endTurn(true, Activity.IDLE);
    }

    private void leave(int worker, int records) {
        StageMeter worked = meter.worker("score", worker);
        for (int record = 0; record < records; record++) {
            worked.exit(ALERTS).leave();
        }
        worked.endTurn(true, Activity.IDLE);
    }

    private StageMetrics stage() {
        return meter.read().stages().get(0);
    }

    private static RestoreProgress restore(boolean done) {
        return new RestoreProgress("cards", "profiles", 3, 10, 100, 20, 1, Duration.ZERO, done);
    }

    private record FakeRun(ErrorProgress errors, long late) implements RunGauges {

        @Override
        public EventTimeProgress eventTime() {
            return new EventTimeProgress(late, 0, 0, Duration.ZERO, OptionalLong.empty());
        }

        @Override
        public Duration takeTimerLateness() {
            return Duration.ZERO;
        }

        @Override
        public RecordLatencies takeLatencies() {
            return RecordLatencies.NONE;
        }

        @Override
        public double laneFill(Edge edge) {
            return edge.equals(IN) ? 0.5 : 0;
        }

        @Override
        public double laneFill(String stage) {
            return 0;
        }

        @Override
        public List<StoreMetrics> stores() {
            return List.of();
        }
    }
}
