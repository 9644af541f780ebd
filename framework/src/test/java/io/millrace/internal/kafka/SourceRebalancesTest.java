package io.millrace.internal.kafka;

import static io.millrace.internal.kafka.SteppedSource.CAPACITY;
import static io.millrace.internal.kafka.SteppedSource.DRAIN_TIMEOUT;
import static io.millrace.internal.kafka.SteppedSource.INTERVAL;
import static io.millrace.internal.kafka.SteppedSource.P0;
import static io.millrace.internal.kafka.SteppedSource.P1;
import static io.millrace.internal.kafka.SteppedSource.committed;
import static io.millrace.internal.kafka.SteppedSource.partition;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.processor.SourcePartition;
import io.millrace.runtime.EpochProgress;
import io.millrace.support.ManualTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;

/** What the source does with partitions that are assigned, revoked or lost. */
class SourceRebalancesTest {

    private final SteppedSource source = new SteppedSource();
    private final SourceWorker worker = source.worker;
    private final Rebalances rebalances = source.rebalances;
    private final ManualTime time = source.time;
    private final FakeConsumer consumer = source.consumer;
    private final WorkerBehind behind = source.behind;
    private final List<EpochProgress> progress = source.progress;
    private final List<Set<SourcePartition>> assignments = source.assignments;

    @Test
    void anAssignmentIsOpenedBeforeItsRecords() {
        consumer.schedulePollTask(() -> {
            consumer.rebalance(List.of(P0));
            consumer.addRecords(P0, 0, 1);
        });

        source.poll();
        source.step();
        source.poll();
        source.step();

        assertThat(behind.seen).containsExactly("opening in-0", "in-0 0");
    }

    @Test
    void whereANewGroupBeginsIsCommittedBeforeAnythingIsRead() {
        consumer.updateEndOffsets(Map.of(P0, 7L));

        source.assign(P0);

        assertThat(consumer.groupOffsets).containsExactly(Map.entry(P0, committed(7)));
    }

    @Test
    void whatAGroupHasCommittedIsNotCommittedAgain() {
        consumer.groupOffsets.put(P0, new OffsetAndMetadata(5, "by another tool"));

        source.assign(P0);

        assertThat(consumer.groupOffsets).containsExactly(Map.entry(P0, new OffsetAndMetadata(5, "by another tool")));
    }

    @Test
    void readingGoesOnAtTheCommittedOffset() {
        consumer.groupOffsets.put(P0, committed(5));

        source.assign(P0);

        assertThat(consumer.position(P0)).isEqualTo(5);
    }

    @Test
    void theAssignmentIsTold() {
        source.assign(P0, P1);

        assertThat(assignments).containsExactly(Set.of(partition(0), partition(1)));
        assertThat(worker.assignment()).containsExactlyInAnyOrder(partition(0), partition(1));
    }

    @Test
    void withoutStateNothingIsLeftToBeRestored() {
        assertThat(worker.hasRestored()).isFalse();

        source.assign(P0);

        assertThat(worker.hasRestored()).isTrue();
        assertThat(worker.restoring()).isEmpty();
    }

    @Test
    void aWakeUpThatHitsTheRebalanceIsSwallowed() {
        consumer.schedulePollTask(() -> {
            worker.wakeUp();
            consumer.rebalance(List.of(P0));
        });

        source.poll();

        assertThat(worker.assignment()).containsExactly(partition(0));
    }

    @Test
    void aRevokedPartitionIsProcessedAndCommittedBeforeItGoes() {
        source.assign(P0, P1);
        consumer.addRecords(P0, 0, 3);
        source.poll();
        worker.doWork();

        source.assign(P1);

        assertThat(behind.offsets()).containsExactly(0L, 1L, 2L);
        assertThat(consumer.groupOffsets).containsEntry(P0, committed(3));
    }

    @Test
    void recordsOfARevokedPartitionThatHaveNotEnteredTheLaneAreLeftToItsNextOwner() {
        source.assign(P0, P1);
        consumer.addRecords(P0, 0, 20);
        source.poll();
        worker.doWork();

        source.assign(P1);

        assertThat(behind.offsets()).hasSize(CAPACITY - 2); // two openings are in the lane
        assertThat(consumer.groupOffsets).containsEntry(P0, committed(CAPACITY - 2));
    }

    @Test
    void aRevokedPartitionIsNotReadAnyMore() {
        source.assign(P0, P1);

        source.assign(P1);

        assertThat(worker.assignment()).containsExactly(partition(1));
        assertThat(assignments).last().isEqualTo(Set.of(partition(1)));
    }

    @Test
    void aRevokedPartitionIsClosedByTheNextBarrier() {
        source.assign(P0, P1);
        source.assign(P1);

        source.step();

        assertThat(behind.closed).extracting(PartitionAssignment::partition).containsExactly(partition(0));
    }

    @Test
    void theOthersFlowOnAfterARevocation() {
        source.assign(P0, P1);
        source.assign(P1);
        consumer.addRecords(P1, 0, 2);

        source.poll();
        source.step();

        assertThat(behind.offsets()).containsExactly(0L, 1L);
    }

    @Test
    void aRevocationWaitsForTheEpochThatIsBeingEnded() {
        source.assign(P0, P1);
        consumer.addRecords(P0, 0, 1);
        source.poll();
        time.advance(INTERVAL);
        worker.doWork();
        consumer.addRecords(P0, 1, 1);
        source.poll();
        worker.doWork();

        source.assign(P1);

        assertThat(consumer.groupOffsets).containsEntry(P0, committed(2));
    }

    @Test
    void aRevokedPartitionIsNotCommittedAfterTheDeadline() {
        source.assign(P0, P1);
        consumer.addRecords(P0, 0, 3);
        source.poll();
        worker.doWork();
        behind.acknowledging = false;

        source.assign(P1);
        behind.acknowledgeLate();
        source.step();
        source.step();

        assertThat(consumer.groupOffsets).containsEntry(P0, committed(0));
        assertThat(worker.assignment()).containsExactly(partition(1));
    }

    @Test
    void theDeadlineEndsTheWait() {
        source.assign(P0, P1);
        behind.acknowledging = false;
        long before = time.nanoTime();

        source.assign(P1);

        assertThat(Duration.ofNanos(time.nanoTime() - before)).isBetween(DRAIN_TIMEOUT, DRAIN_TIMEOUT.plusMillis(10));
    }

    @Test
    void aCommitWithoutAnAnswerDoesNotHoldARevocationUpPastItsDeadline() {
        source.assign(P0, P1);
        consumer.addRecords(P0, 0, 3);
        source.poll();
        worker.doWork();
        consumer.answersCommits = false;
        consumer.onCommitSync = time::advance;
        long before = time.nanoTime();

        source.assign(P1);

        assertThat(Duration.ofNanos(time.nanoTime() - before)).isBetween(DRAIN_TIMEOUT, DRAIN_TIMEOUT.plusMillis(100));
        assertThat(worker.assignment()).containsExactly(partition(1));
    }

    @Test
    void aFailureEndsTheWait() {
        source.assign(P0, P1);
        behind.acknowledging = false;
        behind.failed = true;
        long before = time.nanoTime();

        source.assign(P1);

        assertThat(time.nanoTime()).isEqualTo(before);
    }

    @Test
    void recordsOfALostPartitionAreThrownAway() {
        source.assign(P0, P1);
        consumer.addRecords(P0, 0, 3);
        source.poll();
        worker.doWork();

        rebalances.onPartitionsLost(List.of(P0));
        source.runBehind();

        assertThat(behind.discarded).isEqualTo(3);
        assertThat(behind.offsets()).isEmpty();
    }

    @Test
    void aLostPartitionIsNotCommitted() {
        source.assign(P0, P1);
        consumer.addRecords(P0, 0, 3);
        source.poll();
        source.step();
        time.advance(INTERVAL);
        worker.doWork(); // its barrier is on the way

        rebalances.onPartitionsLost(List.of(P0));
        source.step();
        source.step();

        assertThat(consumer.groupOffsets).containsEntry(P0, committed(0));
        assertThat(progress).isNotEmpty();
    }

    @Test
    void aLostPartitionThatComesBackIsReadAnewAndCounts() {
        source.assign(P0);
        consumer.addRecords(P0, 0, 3);
        source.poll();
        worker.doWork();
        rebalances.onPartitionsLost(List.of(P0));
        source.runBehind();

        rebalances.onPartitionsAssigned(List.of(P0));
        consumer.addRecords(P0, 0, 3);
        source.poll();
        source.step();

        assertThat(behind.offsets()).containsExactly(0L, 1L, 2L);
    }
}
