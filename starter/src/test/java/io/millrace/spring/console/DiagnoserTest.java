package io.millrace.spring.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.runtime.TopologyEnd;
import io.millrace.runtime.TopologyState;
import io.millrace.spring.console.Diagnosis.Severity;
import io.millrace.spring.view.RestoreView;
import io.millrace.spring.view.StuckView;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DiagnoserTest {

    private final FlowWindow window = new FlowWindow();
    private final AView topology = new AView();

    @Test
    void theStageThatIsBusyWhileThoseBeforeItAreHeldBackIsNamed() {
        window.add(topology.at(0));
        topology.read = 10_000;
        topology.behind = 12_400;
        topology.caughtUp = false;
        topology.queueing = 95_000;

        Diagnosis diagnosis = diagnosis(topology.stage("read", 600, 9_300, 100).stage("score", 9_800, 0, 200), 10_000);

        assertThat(diagnosis.severity()).isEqualTo(Severity.WARN);
        assertThat(diagnosis.stage()).contains("score");
        assertThat(diagnosis.headline()).isEqualTo("Stage 'score' limits this topology");
        assertThat(diagnosis.detail())
                .isEqualTo("Busy 98 %, 12,400 records behind (about 95 s), growing by 1,240 a second.");
    }

    @Test
    void whileItCatchesUpTheStageOnlySetsThePace() {
        topology.behind = 12_400;
        topology.caughtUp = false;
        window.add(topology.at(0));
        topology.read = 10_000;
        topology.behind = 2_400;

        Diagnosis diagnosis = diagnosis(topology.stage("score", 9_000, 0, 1_000), 10_000);

        assertThat(diagnosis.severity()).isEqualTo(Severity.INFO);
        assertThat(diagnosis.headline()).isEqualTo("Stage 'score' sets the pace");
        assertThat(diagnosis.detail()).isEqualTo("Busy 90 %, 2,400 records behind, caught up in about 2 s.");
    }

    @Test
    void aTopologyThatKeepsUpIsHealthyHoweverBusy() {
        window.add(topology.at(0));
        topology.read = 10_000;

        Diagnosis diagnosis = diagnosis(topology.stage("score", 9_000, 0, 1_000), 10_000);

        assertThat(diagnosis.severity()).isEqualTo(Severity.GOOD);
        assertThat(diagnosis.stage()).isEmpty();
        assertThat(diagnosis.detail())
                .isEqualTo("1,000 records a second, nothing behind; busiest stage 'score', busy 90 %.");
    }

    @Test
    void whatTheLastStageWritesToIsNamed() {
        window.add(topology.at(0));
        topology.read = 10_000;

        Diagnosis diagnosis = diagnosis(topology.stage("write", 1_000, 8_000, 1_000), 10_000);

        assertThat(diagnosis.headline()).isEqualTo("What stage 'write' writes to limits this topology");
        assertThat(diagnosis.detail()).startsWith("It waits for room at 'alerts' for 80 % of its time");
    }

    @Test
    void whereNoStageIsBusyReadingIsWhatLimits() {
        window.add(topology.at(0));
        topology.read = 1_000;
        topology.behind = 50_000;
        topology.caughtUp = false;

        assertThat(diagnosis(topology.stage("score", 100, 0, 9_900), 10_000).headline())
                .isEqualTo("It is behind, and no stage is busy");
    }

    @Test
    void recordsThatWaitForTheirBatchAreNotBehind() {
        topology.trigger = "processing-time 1m";
        window.add(topology.at(0));
        topology.behind = 50_000;
        topology.caughtUp = false;

        assertThat(diagnosis(topology, 10_000).severity()).isEqualTo(Severity.GOOD);
    }

    @Test
    void aFailureIsToldWithItsReasonAndWhatToDo() {
        topology.state = TopologyState.FAILED;
        topology.end = Optional.of(TopologyEnd.FAILED);
        topology.failure = Optional.of("Topic 'payments' is gone.");

        Diagnosis diagnosis = diagnosis(topology, 10_000);

        assertThat(diagnosis.severity()).isEqualTo(Severity.BAD);
        assertThat(diagnosis.detail()).isEqualTo("Topic 'payments' is gone.");
        assertThat(diagnosis.advice()).contains("start it again", "last checkpoint");
    }

    @Test
    void aJobThatHasFinishedIsHealthy() {
        topology.state = TopologyState.STOPPED;
        topology.end = Optional.of(TopologyEnd.FINISHED);

        assertThat(diagnosis(topology, 10_000).headline()).isEqualTo("It has finished");
    }

    @Test
    void aRestoreIsToldWithItsProgress() {
        topology.restoring = true;
        topology.restores = List.of(
                new RestoreView("profiles", 0, 250, 1_000, 9_000, 100, 7_500),
                new RestoreView("profiles", 1, 250, 1_000, 9_000, 100, 12_000));

        Diagnosis diagnosis = diagnosis(topology, 10_000);

        assertThat(diagnosis.headline()).isEqualTo("It restores its state");
        assertThat(diagnosis.detail())
                .isEqualTo("500 of about 2,000 records, 25 %; about 12 s left. 4 of 4 partitions wait for it.");
    }

    @Test
    void aStuckCallIsNamed() {
        topology.stuck = List.of(new StuckView(
                "score", "judge", Optional.of("payments-3 at 4711"), 31_000, "worker", List.of("A.b(A.java:1)")));

        Diagnosis diagnosis = diagnosis(topology, 10_000);

        assertThat(diagnosis.headline()).isEqualTo("Stage 'score' is stuck in 'judge'");
        assertThat(diagnosis.stage()).contains("score");
    }

    @Test
    void aCheckpointThatIsOverdueIsTold() {
        topology.checkpointAge = 61_000;

        assertThat(diagnosis(topology, 10_000).headline()).isEqualTo("Nothing becomes durable");
    }

    @Test
    void aCheckpointThatWaitsBehindASlowStageDoesNotHideTheStage() {
        topology.checkpointAge = 61_000;
        window.add(topology.at(0));
        topology.read = 1_000;
        topology.behind = 5_000;
        topology.caughtUp = false;

        Diagnosis diagnosis = diagnosis(topology.stage("score", 9_800, 0, 200), 10_000);

        assertThat(diagnosis.headline()).isEqualTo("Stage 'score' limits this topology");
        assertThat(diagnosis.detail()).endsWith("The last checkpoint is 61 s old, with one due every 10 s.");
    }

    private Diagnosis diagnosis(AView topology, long at) {
        var view = topology.at(at);
        return Diagnoser.of(view, window.add(view));
    }
}
