package io.millrace.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.internal.epoch.Checkpointer;
import io.millrace.internal.epoch.EpochCoordinator;
import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.epoch.Position;
import io.millrace.internal.epoch.Shard;
import io.millrace.internal.exchange.Exchange;
import io.millrace.internal.exchange.Inbox;
import io.millrace.internal.exchange.Lane;
import io.millrace.internal.exchange.WakeUp;
import io.millrace.internal.metrics.InputMeter;
import io.millrace.runtime.ErrorProgress;
import io.millrace.runtime.EventTimeProgress;
import io.millrace.support.ManualTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class EpochDriverTest {

    private static final long MAX_CHANGED_BYTES = 1_000;

    private final ManualTime time = new ManualTime();
    private final ChangedState state = new ChangedState(time);
    private final OutputBuffers buffers = new OutputBuffers();
    private final Lane lane = new Lane(8, WakeUp.NOT_NEEDED, WakeUp.NOT_NEEDED);
    private final WorkerBehind behind = new WorkerBehind(new Inbox(List.of(lane)));
    private final Checkpoint checkpoint = new Checkpoint();
    private final List<Shard> retired = new ArrayList<>();
    private final EpochDriver driver = new EpochDriver(
            new EpochCoordinator(1, checkpoint, time, () -> {}),
            new FeedTable(new InputMeter()),
            List.of(new Exchange(List.of(lane))),
            new ProgressReporter(
                    "cards",
                    new FakeConsumer(),
                    new Latencies(time),
                    () -> EventTimeProgress.NONE,
                    () -> ErrorProgress.NONE,
                    progress -> {}),
            new EpochState(state.stores, buffers, retired::add, MAX_CHANGED_BYTES),
            end -> {});
    private final PartitionAssignment assignment = state.assign(0);
    private final Shard shard = Objects.requireNonNull(assignment.shard());

    @Test
    void outputsThatWaitCountLikeChangedState() {
        buffers.add(() -> MAX_CHANGED_BYTES - 1);
        assertThat(driver.limitState()).isFalse();
        assertThat(driver.isBarrierRequested()).isFalse();
        buffers.add(() -> 1);

        assertThat(driver.limitState()).isFalse();

        assertThat(driver.isBarrierRequested()).isTrue();
        driver.sendBarrier();
        assertThat(driver.limitState()).isTrue();
    }

    @Test
    void stateStaysOpenUntilTheEpochThatEndsItIsFinished() {
        driver.closeAtNextBarrier(List.of(assignment));
        driver.sendBarrier();

        driver.advance();
        assertThat(state.stores.of(shard)).isNotNull();
        behind.doWork();
        driver.advance();
        assertThat(state.stores.of(shard)).isNotNull();
        checkpoint.durable = true;
        driver.advance();

        assertThat(state.stores.of(shard)).isNull();
    }

    @Test
    void stateThatEndedIsForOthersToClose() {
        driver.closeAtNextBarrier(List.of(assignment));
        driver.sendBarrier();
        assertThat(retired).isEmpty();
        finish();

        assertThat(retired).containsExactly(shard);
        assertThat(state.stores.isOpen(shard.group(), shard.partition())).isTrue();
    }

    @Test
    void whatChangedInStateThatEndedCountsNoMore() {
        PartitionAssignment lost = state.changeMuch();
        driver.closeAtNextBarrier(List.of(lost));
        driver.sendBarrier();
        finish();

        assertThat(driver.limitState()).isFalse();
        assertThat(driver.isBarrierRequested()).isFalse();
    }

    @Test
    void stateThatEndsDuringAnEpochStaysOpenUntilTheNextOneIsFinished() {
        driver.sendBarrier();
        driver.closeAtNextBarrier(List.of(assignment));
        finish();
        assertThat(state.stores.of(shard)).isNotNull();

        driver.sendBarrier();
        finish();

        assertThat(state.stores.of(shard)).isNull();
    }

    @Test
    void stateOfSeveralPartitionsIsClosedOnce() {
        driver.closeAtNextBarrier(List.of(assignment, state.assignment("limits", shard)));
        driver.sendBarrier();
        finish();

        assertThat(retired).containsExactly(shard);
    }

    @Test
    void otherStateStaysOpen() {
        PartitionAssignment other = state.assign(1);
        driver.closeAtNextBarrier(List.of(assignment));
        driver.sendBarrier();
        finish();

        assertThat(state.of(other)).isNotNull();
    }

    @Test
    void littleChangedStateAsksForNothing() {
        state.put(assignment, ChangedState.PROFILES, "a", "1");

        assertThat(driver.limitState()).isFalse();
        assertThat(driver.isBarrierRequested()).isFalse();
    }

    @Test
    void muchChangedStateEndsTheEpochEarly() {
        state.changeMuch();

        assertThat(driver.limitState()).isFalse();
        assertThat(driver.isBarrierRequested()).isTrue();
    }

    @Test
    void muchChangedStateStopsReadingWhileTheEpochBeforeIsBeingEnded() {
        driver.sendBarrier();
        state.changeMuch();

        assertThat(driver.limitState()).isTrue();
        assertThat(driver.isBarrierRequested()).isFalse();
    }

    @Test
    void readingGoesOnOnceTheChangesAreSealed() {
        state.changeMuch();
        state.seal();

        assertThat(driver.limitState()).isFalse();
        assertThat(driver.isBarrierRequested()).isFalse();
    }

    private void finish() {
        behind.doWork();
        checkpoint.durable = true;
        assertThat(driver.advance()).isTrue();
        checkpoint.durable = false;
    }

    private static final class Checkpoint implements Checkpointer {
        boolean durable;

        @Override
        public void begin(Map<PartitionAssignment, Position> end) {
            // It is durable when the test says so.
        }

        @Override
        public boolean advance() {
            return durable;
        }
    }
}
