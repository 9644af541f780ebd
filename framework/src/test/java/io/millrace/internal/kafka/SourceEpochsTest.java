package io.millrace.internal.kafka;

import static io.millrace.internal.kafka.SteppedSource.CAPACITY;
import static io.millrace.internal.kafka.SteppedSource.INTERVAL;
import static io.millrace.internal.kafka.SteppedSource.P0;
import static io.millrace.internal.kafka.SteppedSource.P1;
import static io.millrace.internal.kafka.SteppedSource.committed;
import static io.millrace.internal.kafka.SteppedSource.partition;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.runtime.EpochProgress;
import io.millrace.support.ManualTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How the source ends epochs, up to the last one of a drain. */
class SourceEpochsTest {

    private final SteppedSource source = new SteppedSource();
    private final SourceWorker worker = source.worker;
    private final Rebalances rebalances = source.rebalances;
    private final ManualTime time = source.time;
    private final FakeConsumer consumer = source.consumer;
    private final WorkerBehind behind = source.behind;
    private final List<EpochProgress> progress = source.progress;

    @Test
    void anEpochEndsAfterTheInterval() {
        source.assign(P0);
        consumer.addRecords(P0, 0, 3);
        source.poll();
        source.step();
        time.advance(INTERVAL);

        source.step();
        source.step();

        assertThat(behind.seen).endsWith("in-0 2", "barrier");
        assertThat(consumer.groupOffsets).containsEntry(P0, committed(3));
    }

    @Test
    void aBarrierForAnotherReasonDoesNotMoveTheTrigger() {
        source.assign(P0, P1);
        time.advance(INTERVAL.minusMillis(10));
        rebalances.onPartitionsLost(List.of(P1));
        source.step();
        source.step();
        assertThat(progress).as("the barrier that closes the lost partition").hasSize(1);

        time.advance(Duration.ofMillis(10));
        source.step();
        source.step();

        assertThat(progress).hasSize(2);
    }

    @Test
    void anEpochEndsEarlyWhenMuchStateHasChanged() {
        source.assign(P0);
        source.state.changeMuch();

        source.poll();
        source.step();

        assertThat(behind.seen).contains("barrier");
    }

    @Test
    void nothingIsReadWhileMuchStateHasChangedBehindABarrier() {
        source.assign(P0);
        source.poll();
        behind.acknowledging = false;
        time.advance(INTERVAL);
        source.step();

        source.state.changeMuch();
        source.poll();
        assertThat(consumer.paused()).containsExactly(P0);
        source.state.seal();
        source.poll();

        assertThat(consumer.paused()).isEmpty();
    }

    @Test
    void anEpochCoversWhatHasEnteredTheLanesOnly() {
        source.assign(P0);
        consumer.addRecords(P0, 0, 20);
        source.poll();
        time.advance(INTERVAL);
        worker.doWork(); // seven fit behind the opening, and the barrier waits behind them

        source.step();
        source.step();

        assertThat(consumer.groupOffsets).containsEntry(P0, committed(CAPACITY - 1));
    }

    @Test
    void recordsFlowOnBehindTheBarrier() {
        source.assign(P0);
        behind.acknowledging = false;
        time.advance(INTERVAL);
        worker.doWork();
        consumer.addRecords(P0, 0, 3);

        source.poll();
        source.step();
        source.step();

        assertThat(behind.seen).containsExactly("opening in-0", "barrier", "in-0 0", "in-0 1", "in-0 2");
    }

    @Test
    void anEpochThatIsNotAcknowledgedIsNotCommitted() {
        source.assign(P0);
        consumer.addRecords(P0, 0, 3);
        behind.acknowledging = false;
        source.poll();
        time.advance(INTERVAL);

        source.step();
        source.step();

        assertThat(consumer.groupOffsets).containsEntry(P0, committed(0));
    }

    @Test
    void aCommittedEpochIsReported() {
        source.assign(P0);
        consumer.addRecords(P0, 0, 3);
        source.poll();
        source.step();
        time.advance(INTERVAL);

        source.step();
        source.step();

        assertThat(progress).singleElement().satisfies(epoch -> {
            assertThat(epoch.epoch()).isEqualTo(1);
            assertThat(epoch.recordsIn()).isEqualTo(3);
            assertThat(epoch.positions()).containsExactly(Map.entry(partition(0), 3L));
            assertThat(epoch.lag()).containsExactly(Map.entry(partition(0), 0L));
            assertThat(epoch.caughtUp()).isTrue();
        });
    }

    @Test
    void aDrainReadsNothingMore() {
        source.assign(P0);
        worker.requestDrain();
        source.step();
        consumer.addRecords(P0, 0, 3);

        source.poll();
        source.step();

        assertThat(behind.offsets()).isEmpty();
    }

    @Test
    void aDrainEndsWithACheckpoint() {
        source.assign(P0);
        consumer.addRecords(P0, 0, 3);
        source.poll();
        worker.doWork();
        worker.requestDrain();

        source.stepUntilDrained();

        assertThat(behind.offsets()).containsExactly(0L, 1L, 2L);
        assertThat(consumer.groupOffsets).containsEntry(P0, committed(3));
    }

    @Test
    void aDrainWaitsForTheEpochThatIsBeingEnded() {
        source.assign(P0);
        consumer.addRecords(P0, 0, 1);
        source.poll();
        behind.acknowledging = false;
        time.advance(INTERVAL);
        source.step();
        worker.requestDrain();
        source.step();
        assertThat(worker.isDrained()).isFalse();

        behind.acknowledgeLate();
        source.stepUntilDrained();

        assertThat(progress).hasSize(2);
    }

    @Test
    void whatWasPolledButHasNotEnteredTheLanesIsLeftOutOfTheDrain() {
        source.assign(P0);
        consumer.addRecords(P0, 0, 20);
        source.poll();
        worker.doWork();
        worker.requestDrain();

        source.stepUntilDrained();

        assertThat(behind.offsets()).hasSize(CAPACITY - 1);
        assertThat(consumer.groupOffsets).containsEntry(P0, committed(CAPACITY - 1));
    }

    @Test
    void aPartitionThatIsAssignedWhileItDrainsIsNotRead() {
        source.assign(P0);
        worker.requestDrain();
        worker.doWork();
        source.assign(P0, P1);
        consumer.addRecords(P1, 0, 3);

        source.poll();
        source.poll();
        source.stepUntilDrained();

        assertThat(behind.seen).noneMatch(text -> text.startsWith("in-1"));
        assertThat(consumer.groupOffsets).containsEntry(P1, committed(0));
    }
}
