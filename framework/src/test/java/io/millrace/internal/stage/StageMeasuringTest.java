package io.millrace.internal.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.millrace.internal.exchange.LaneEvent;
import io.millrace.runtime.TopologyPlan.Edge;
import io.millrace.runtime.TopologyPlan.EdgeKind;
import org.junit.jupiter.api.Test;

class StageMeasuringTest {

    private final SteppedStage stage = new SteppedStage();
    private final NotingMeter meter = stage.meter;

    @Test
    void eachRecordIsTakenAndFinishedAndLeavesIfNothingDropsIt() {
        StageWorker worker = stage.worker(
                stream -> stream.filter((key, value) -> !value.equals("2")).to("out"));
        stage.send("1", "2", "3");

        worker.doWork();

        assertThat(meter.sentAt).hasSize(3);
        assertThat(meter.finished).isEqualTo(3);
        assertThat(meter.left).containsOnly(entry(new Edge("in", "out", EdgeKind.OUTPUT), 2));
    }

    @Test
    void aRecordForAnotherStageLeavesAndTellsWhenItWasSent() {
        StageWorker worker = stage.workerBeforeStage();
        stage.send("1");

        worker.doWork();
        stage.runBehind();

        assertThat(meter.left).containsOnly(entry(new Edge("in", "second", EdgeKind.LANE), 1));
        assertThat(stage.next.sentAt).containsExactly(NotingMeter.SENT_AT);
    }

    @Test
    void whenARecordWasSentComesWithIt() {
        StageWorker worker = stage.worker(stream -> stream.to("out"));
        LaneEvent.Data data = SteppedStage.data(stage.assignment, 0, "1");
        stage.input.send(new LaneEvent.Data(
                data.entry(), data.record(), data.origin(), LaneEvent.NO_TIME, LaneEvent.NO_TIME, 815));

        worker.doWork();

        assertThat(meter.sentAt).containsExactly(815L);
    }

    @Test
    void aWorkerWithNothingToDoIsIdle() {
        StageWorker worker = stage.worker(stream -> stream.to("out"));

        worker.doWork();

        assertThat(meter.turns).containsExactly("idled, IDLE");
    }

    @Test
    void aWorkerBeforeAFullLaneIsHeldBackUntilThereIsRoom() {
        StageWorker worker = stage.workerBeforeStage();
        stage.send("1", "2", "3", "4", "5", "6", "7");

        worker.doWork();
        worker.doWork();
        stage.runBehind();
        worker.doWork();

        assertThat(meter.turns).startsWith("worked, HELD_BACK", "idled, HELD_BACK", "worked, IDLE");
    }

    @Test
    void aWorkerWhoseWriterIsNotReadyIsHeldBack() {
        StageWorker worker = stage.worker(stream -> stream.to("out"));
        stage.writer.ready = false;

        worker.doWork();

        assertThat(meter.turns).containsExactly("idled, HELD_BACK");
    }

    @Test
    void aWorkerThatHasEndedIsIdleWhateverItWasAt() {
        StageWorker worker = stage.worker(stream -> stream.to("out"));
        stage.writer.ready = false;
        worker.doWork();

        worker.close();

        assertThat(meter.turns).containsExactly("idled, HELD_BACK", "idled, IDLE");
    }
}
