package io.millrace.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.millrace.errors.BrokerUnavailableException;
import io.millrace.errors.RecordFailedException;
import io.millrace.errors.WorkerFailedException;
import io.millrace.processor.SourcePartition;
import io.millrace.runtime.EdgeMetrics;
import io.millrace.runtime.EpochProgress;
import io.millrace.runtime.StageMetrics;
import io.millrace.runtime.TopologyListener;
import io.millrace.runtime.TopologyMetrics;
import io.millrace.runtime.TopologySettings;
import io.millrace.support.ManualTime;
import io.millrace.topology.Consumed;
import io.millrace.topology.Produced;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;

class SteppedRunTest {

    private final ManualTime time = new ManualTime();
    private final MockCluster cluster = new MockCluster();
    private final List<EpochProgress> epochs = new ArrayList<>();
    private final Set<SourcePartition> assignment = new HashSet<>();
    private Runnable othersGoOn = () -> time.advance(Duration.ofSeconds(1));
    private final SteppedRun run = new SteppedRun(
            topology(),
            TopologySettings.defaults(),
            new SteppedWorld("app", "1", cluster, time, () -> othersGoOn.run()),
            new Noting());

    @Test
    void recordsFlowWhenItsAgentsAreStepped() {
        start();
        cluster.record("a");

        stepUntilQuiet();

        assertThat(cluster.written()).containsExactly("A");
    }

    @Test
    void nothingHappensBetweenSteps() {
        start();
        cluster.record("a");

        assertThat(cluster.written()).isEmpty();
    }

    @Test
    void thereIsAnAgentForTheSourceEachWorkerAndTheLookUps() {
        start();

        assertThat(run.agents())
                .extracting(Agent::name)
                .containsExactly("source", "in-0", "upper-0", "upper-1", "lookups");
    }

    @Test
    void theListenerIsToldOfTheAssignment() {
        start();

        assertThat(assignment).containsExactly(new SourcePartition("in", 0));
    }

    @Test
    void aDrainEndsItWithACommit() {
        start();
        cluster.record("a");
        stepUntilQuiet();

        run.drain();
        stepUntilQuiet();

        assertThat(run.isDrained()).isTrue();
        assertThat(run.isEnded()).isTrue();
        assertThat(cluster.committed()).isEqualTo(1);
        assertThat(epochs).extracting(EpochProgress::recordsIn).containsExactly(1L);
    }

    @Test
    void itTellsWhatEachStageHasDone() {
        start();
        cluster.record("a");
        stepUntilQuiet();
        time.advance(Duration.ofSeconds(10));

        TopologyMetrics metrics = run.metrics();

        assertThat(metrics.input().records()).isEqualTo(1);
        assertThat(metrics.stages())
                .extracting(
                        StageMetrics::stage, StageMetrics::workers, StageMetrics::recordsIn, StageMetrics::recordsOut)
                .containsExactly(tuple("in", 1, 1L, 1L), tuple("upper", 2, 1L, 1L));
        assertThat(metrics.stages())
                .allSatisfy(stage -> assertThat(stage.processing().count()).isEqualTo(1))
                .allSatisfy(stage -> assertThat(stage.queueing().count()).isEqualTo(1));
        assertThat(metrics.latencies().endToEnd().count()).isEqualTo(1);
    }

    @Test
    void anEpochEndsWhenItIsAskedTo() {
        start();
        cluster.record("a");
        stepUntilQuiet();

        run.endEpoch();
        stepUntilQuiet();

        assertThat(cluster.committed()).isEqualTo(1);
        assertThat(run.isEnded()).isFalse();
    }

    @Test
    void aPauseKeepsRecordsOutUntilItIsResumed() {
        start();
        run.pause();
        stepUntilQuiet();
        cluster.record("a");
        stepUntilQuiet();
        assertThat(cluster.written()).isEmpty();

        run.resume();
        stepUntilQuiet();

        assertThat(cluster.written()).containsExactly("A");
    }

    @Test
    void aCheckpointTellsWhatItsEpochDid() {
        start();
        cluster.record("a");
        stepUntilQuiet();

        CompletableFuture<EpochProgress> durable = run.checkpoint();
        stepUntilQuiet();

        assertThat(durable.join().recordsIn()).isEqualTo(1);
        assertThat(cluster.committed()).isEqualTo(1);
    }

    @Test
    void itTellsHowManyRecordsWentWhichWay() {
        start();
        cluster.record("a");
        stepUntilQuiet();

        assertThat(run.metrics().edges())
                .extracting(edge -> edge.edge().from(), edge -> edge.edge().to(), EdgeMetrics::records)
                .containsExactly(tuple("in", "in", 1L), tuple("in", "upper", 1L), tuple("upper", "out", 1L));
    }

    @Test
    void aStoreThatItDoesNotHaveIsRefused() {
        assertThatIllegalStateException().isThrownBy(() -> run.store("counts"));
        start();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> run.store("counts"))
                .withMessageContaining("no store 'counts'. There are none.");
    }

    @Test
    void whatUserCodeThrowsEndsItAndNotTheStep() {
        start();
        cluster.record("boom");

        stepUntilQuiet();

        assertThat(run.isEnded()).isTrue();
        assertThat(run.failure()).get().isInstanceOf(RecordFailedException.class);
    }

    @Test
    void noAgentDoesAnythingAfterAFailure() {
        start();
        run.fail(new IllegalStateException("over"));
        cluster.record("a");

        stepUntilQuiet();

        assertThat(cluster.written()).isEmpty();
        assertThat(run.failure()).get().isInstanceOf(WorkerFailedException.class);
    }

    @Test
    void anAbandonedRunTellsKafkaNothing() {
        start();

        run.abandon();
        run.close();

        assertThat(run.isEnded()).isTrue();
        assertThat(cluster.consumer().closed()).isFalse();
        assertThat(cluster.producer().closed()).isFalse();
    }

    @Test
    void aClosedRunHasClosedItsClients() {
        start();

        run.close();

        assertThat(cluster.consumer().closed()).isTrue();
        assertThat(cluster.producer().closed()).isTrue();
    }

    @Test
    void othersGoOnWhileTheStartWaitsForAnAnswer() {
        cluster.answersLater();
        othersGoOn = cluster::answer;

        run.start();

        assertThat(run.agents()).isNotEmpty();
    }

    @Test
    void anAnswerThatDoesNotComeEndsTheStartWhenItsTimeIsOver() {
        cluster.answersLater();

        assertThatThrownBy(run::start).isInstanceOf(BrokerUnavailableException.class);
    }

    @Test
    void itIsStartedOnce() {
        start();

        assertThatIllegalStateException().isThrownBy(run::start).withMessageContaining("make a new one");
    }

    private void start() {
        run.start();
        cluster.assign();
        stepUntilQuiet();
    }

    /** An answer to the source is taken at its next step, so one quiet round is not the end. */
    private void stepUntilQuiet() {
        for (int quietRounds = 0; quietRounds < 3; quietRounds++) {
            for (Agent agent : run.agents()) {
                if (agent.step()) {
                    quietRounds = -1;
                }
            }
        }
    }

    private static Topology topology() {
        TopologyBuilder builder = TopologyBuilder.named("cards").defaultSerdes(Serdes.String(), Serdes.String());
        builder.stream("in", Consumed.<String, String>as("in"))
                .stage("upper", 2)
                .mapValues(SteppedRunTest::upper)
                .to("out", Produced.with(Serdes.String(), Serdes.String()));
        return builder.build();
    }

    private static String upper(String value) {
        if (value.equals("boom")) {
            throw new IllegalStateException(value);
        }
        return value.toUpperCase(Locale.ROOT);
    }

    private final class Noting implements TopologyListener {

        @Override
        public void epochCommitted(EpochProgress progress) {
            epochs.add(progress);
        }

        @Override
        public void assignmentChanged(String topology, Set<SourcePartition> partitions) {
            assignment.clear();
            assignment.addAll(partitions);
        }
    }
}
