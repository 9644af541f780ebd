package io.millrace.internal.stage;

import static io.millrace.internal.stage.SteppedStage.plan;
import static io.millrace.internal.stage.SteppedStage.work;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.internal.epoch.Epoch;
import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.exchange.Exchange;
import io.millrace.internal.exchange.Inbox;
import io.millrace.internal.exchange.Lane;
import io.millrace.internal.exchange.LaneEvent;
import io.millrace.internal.exchange.WakeUp;
import io.millrace.internal.plan.Plan;
import io.millrace.internal.state.StateStores;
import io.millrace.runtime.StateSettings;
import io.millrace.support.ManualTime;
import io.millrace.support.TestEpochs;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a worker takes, when it stops taking, and how it passes barriers on. */
class StageFlowTest {

    private final SteppedStage stage = new SteppedStage();
    private final FakeOutputWriter writer = stage.writer;
    private final ManualTime time = stage.time;
    private final PartitionAssignment assignment = stage.assignment;
    private final Lane lane = stage.lane;
    private final Exchange input = stage.input;
    private final NextStage next = stage.next;

    @Test
    void anIdleWorkerDoesNothing() {
        assertThat(stage.worker(stream -> stream.to("out")).doWork()).isZero();
    }

    @Test
    void nothingIsTakenWhileTheWriterIsNotReady() {
        StageWorker worker = stage.worker(stream -> stream.to("out"));
        stage.send("x");
        writer.ready = false;

        assertThat(worker.doWork()).isZero();
        assertThat(lane.depth()).isEqualTo(1);
    }

    @Test
    void nothingMoreIsTakenOnceTheWriterHasEnough() {
        StageWorker worker = stage.worker(stream -> stream.to("out"));
        stage.send("1", "2", "3");
        writer.wants = 2;

        worker.doWork();

        assertThat(writer.values()).containsExactly("1", "2");
        assertThat(lane.depth()).isEqualTo(1);
    }

    @Test
    void nothingMoreIsTakenOnceALaneBehindIsFull() {
        StageWorker worker = stage.workerBeforeStage();
        stage.send("1", "2", "3", "4", "5", "6", "7");

        worker.doWork();

        assertThat(lane.depth()).isEqualTo(2); // four fit, the fifth is kept
    }

    @Test
    void workGoesOnOnceTheLaneBehindHasRoom() {
        StageWorker worker = stage.workerBeforeStage();
        stage.send("1", "2", "3", "4", "5", "6", "7");
        worker.doWork();
        stage.runBehind();

        worker.doWork();
        stage.runBehind();

        assertThat(next.seen).containsExactly("1", "2", "3", "4", "5", "6", "7");
    }

    @Test
    void aTurnEndsEvenIfThereIsMore() {
        StageWorker worker = stage.worker(stream ->
                stream.peek((key, value) -> time.advance(Duration.ofMillis(1))).to("out"));
        stage.send(Stream.iterate(0, number -> number + 1)
                .limit(60)
                .map(String::valueOf)
                .toArray(String[]::new));

        worker.doWork();

        assertThat(writer.outputs).hasSizeLessThan(60).isNotEmpty();
    }

    @Test
    void whatWasReadUnderADiscardedAssignmentIsSkipped() {
        StageWorker worker = stage.worker(stream -> stream.to("out"));
        stage.send("lost");
        assignment.discard();

        assertThat(worker.doWork()).isEqualTo(1);
        assertThat(writer.values()).isEmpty();
    }

    @Test
    void aBarrierSealsBehindTheRecordsBeforeIt() {
        StageWorker worker = stage.worker(stream -> stream.to("out"));
        stage.send("1");
        input.broadcast(new LaneEvent.Barrier(TestEpochs.epoch(1), List.of()));
        stage.send("2");

        work(worker);

        assertThat(writer.log).containsExactly("1", "seal", "2");
    }

    @Test
    void aBarrierIsPassedOnBehindTheRecordsBeforeIt() {
        StageWorker worker = stage.workerBeforeStage();
        stage.send("1");
        input.broadcast(new LaneEvent.Barrier(TestEpochs.epoch(2), List.of()));
        stage.send("2");

        work(worker);
        while (stage.runBehind() > 0) {
            continue;
        }

        assertThat(next.seen).containsExactly("1", "barrier", "2");
    }

    @Test
    void aBarrierIsPassedOnBehindRecordsThatWaitForRoom() {
        StageWorker worker = stage.workerBeforeStage();
        stage.send("1", "2", "3", "4", "5");
        input.broadcast(new LaneEvent.Barrier(TestEpochs.epoch(2), List.of()));

        for (int turn = 0; turn < 5; turn++) {
            worker.doWork();
            stage.runBehind();
        }

        assertThat(next.seen).containsExactly("1", "2", "3", "4", "5", "barrier");
    }

    @Test
    void aBarrierOfTwoLanesSealsOnce() {
        Lane other = new Lane(64, WakeUp.NOT_NEEDED, WakeUp.NOT_NEEDED);
        Plan plan = plan(stream -> stream.to("out"));
        StageWorker worker = new StageWorker(
                plan,
                plan.stages().get(0),
                0,
                new Inbox(List.of(lane, other)),
                Map.of(),
                writer,
                new StateStores(plan, "bank-cards", StateSettings.defaults(), time),
                stage.run());
        LaneEvent.Barrier barrier = new LaneEvent.Barrier(TestEpochs.epoch(1), List.of());
        input.broadcast(barrier);
        new Exchange(List.of(other)).broadcast(barrier);

        work(worker);

        assertThat(writer.log).containsExactly("seal");
    }

    @Test
    void aBarrierAcknowledgesTheEpochByTheWriter() {
        StageWorker worker = stage.worker(stream -> stream.to("out"));
        Epoch epoch = TestEpochs.epoch(1);
        input.broadcast(new LaneEvent.Barrier(epoch, List.of()));

        work(worker);

        assertThat(epoch.isAcknowledged()).isTrue();
    }
}
