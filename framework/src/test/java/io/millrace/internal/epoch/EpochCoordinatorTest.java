package io.millrace.internal.epoch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.millrace.support.ManualTime;
import io.millrace.support.TestEpochs;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EpochCoordinatorTest {

    private static final int WORKERS = 3;

    private final ManualTime time = new ManualTime();
    private final FakeCheckpointer checkpointer = new FakeCheckpointer();
    private final List<String> wakeUps = new ArrayList<>();
    private final EpochCoordinator coordinator =
            new EpochCoordinator(WORKERS, checkpointer, time, () -> wakeUps.add("woken"));
    private final PartitionAssignment kept = TestEpochs.assignment("in", 0);
    private final PartitionAssignment lost = TestEpochs.assignment("in", 1);
    private final Map<PartitionAssignment, Position> end = Map.of(kept, new Position(10, 2), lost, new Position(20, 2));

    @Test
    void nothingIsCommittedBeforeEveryWorkerHasAcknowledged() {
        Epoch epoch = coordinator.close(end);
        epoch.acknowledge(0);
        epoch.acknowledge(0);

        assertThat(coordinator.advance()).isEmpty();
        assertThat(checkpointer.begun).isEmpty();
    }

    @Test
    void theEndIsCommittedOnceEveryWorkerHasAcknowledged() {
        acknowledgeAll(coordinator.close(end));

        coordinator.advance();

        assertThat(checkpointer.begun).containsExactly(end);
    }

    @Test
    void theCheckpointIsBegunOnce() {
        acknowledgeAll(coordinator.close(end));

        coordinator.advance();
        coordinator.advance();

        assertThat(checkpointer.begun).hasSize(1);
    }

    @Test
    void alignmentAloneCommitsNothing() {
        Epoch epoch = coordinator.close(end);
        for (int worker = 0; worker < WORKERS; worker++) {
            epoch.align();
        }

        coordinator.advance();

        assertThat(checkpointer.begun).isEmpty();
    }

    @Test
    void partitionsThatWereLostMeanwhileAreLeftOut() {
        Epoch epoch = coordinator.close(end);
        lost.discard();
        acknowledgeAll(epoch);

        coordinator.advance();

        assertThat(checkpointer.begun).containsExactly(Map.of(kept, new Position(10, 2)));
    }

    @Test
    void anEpochIsDurableOnlyWhenTheCheckpointerSaysSo() {
        acknowledgeAll(coordinator.close(end));

        assertThat(coordinator.advance()).isEmpty();
        checkpointer.durable = true;
        assertThat(coordinator.advance()).isPresent();
    }

    @Test
    void aDurableEpochIsReportedOnce() {
        checkpointer.durable = true;
        acknowledgeAll(coordinator.close(end));
        coordinator.advance();

        assertThat(coordinator.advance()).isEmpty();
    }

    @Test
    void theNextEpochEndsOnlyAfterThisOneIsDurable() {
        acknowledgeAll(coordinator.close(end));
        coordinator.advance();

        assertThat(coordinator.isFlowing()).isFalse();
        assertThatIllegalStateException()
                .isThrownBy(() -> coordinator.close(end))
                .withMessageContaining("COMMITTING");
    }

    @Test
    void epochsAreNumberedFromOne() {
        checkpointer.durable = true;

        assertThat(List.of(committed(), committed(), committed()))
                .extracting(CommittedEpoch::number)
                .containsExactly(1L, 2L, 3L);
    }

    @Test
    void theLastAcknowledgementWakesTheSource() {
        Epoch epoch = coordinator.close(end);
        epoch.acknowledge(0);
        epoch.acknowledge(0);
        assertThat(wakeUps).isEmpty();

        epoch.acknowledge(0);

        assertThat(wakeUps).containsExactly("woken");
    }

    @Test
    void outputsOfAllWorkersAreCounted() {
        checkpointer.durable = true;
        Epoch epoch = coordinator.close(end);
        epoch.acknowledge(5);
        epoch.acknowledge(0);
        epoch.acknowledge(7);

        assertThat(coordinator.advance().orElseThrow().outputs()).isEqualTo(12);
    }

    @Test
    void eachPartOfAnEpochIsTimed() {
        time.advance(Duration.ofSeconds(10));
        Epoch epoch = coordinator.close(end);
        time.advance(Duration.ofMillis(3));
        for (int worker = 0; worker < WORKERS; worker++) {
            epoch.align();
        }
        time.advance(Duration.ofMillis(5));
        acknowledgeAll(epoch);
        coordinator.advance();
        time.advance(Duration.ofMillis(7));
        checkpointer.durable = true;

        CommittedEpoch committed = coordinator.advance().orElseThrow();

        assertThat(committed.duration()).isEqualTo(Duration.ofSeconds(10));
        assertThat(committed.alignTime()).isEqualTo(Duration.ofMillis(3));
        assertThat(committed.acknowledgeTime()).isEqualTo(Duration.ofMillis(5));
        assertThat(committed.commitTime()).isEqualTo(Duration.ofMillis(7));
    }

    @Test
    void anEpochBeginsAtTheBarrierBeforeIt() {
        checkpointer.durable = true;
        time.advance(Duration.ofSeconds(10));
        Epoch epoch = coordinator.close(end);
        time.advance(Duration.ofSeconds(1)); // the next one flows already
        acknowledgeAll(epoch);
        coordinator.advance();
        time.advance(Duration.ofSeconds(4));

        CommittedEpoch next = committed();

        assertThat(next.startedAt()).isEqualTo(Instant.ofEpochMilli(ManualTime.START_MILLIS + 10_000));
        assertThat(next.duration()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void anEpochIsNotAcknowledgedMoreOftenThanItHasWorkers() {
        Epoch epoch = coordinator.close(end);
        acknowledgeAll(epoch);

        assertThatIllegalStateException()
                .isThrownBy(() -> epoch.acknowledge(0))
                .withMessage("Epoch 1 was acknowledged more often than it has workers and parts of their outputs");
    }

    @Test
    void theEndOfAnEpochDoesNotChangeWithTheMapItWasGiven() {
        Map<PartitionAssignment, Position> changing = new java.util.HashMap<>(end);
        Epoch epoch = coordinator.close(changing);

        changing.clear();

        assertThat(epoch.end()).isEqualTo(end);
    }

    private CommittedEpoch committed() {
        acknowledgeAll(coordinator.close(end));
        return coordinator.advance().orElseThrow();
    }

    private static void acknowledgeAll(Epoch epoch) {
        for (int worker = 0; worker < WORKERS; worker++) {
            epoch.acknowledge(0);
        }
    }

    private static final class FakeCheckpointer implements Checkpointer {
        private final List<Map<PartitionAssignment, Position>> begun = new ArrayList<>();
        private boolean durable;

        @Override
        public void begin(Map<PartitionAssignment, Position> newEnd) {
            begun.add(newEnd);
        }

        @Override
        public boolean advance() {
            return durable;
        }
    }
}
