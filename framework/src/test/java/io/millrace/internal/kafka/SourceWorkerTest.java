package io.millrace.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.errors.InputLostException;
import io.millrace.errors.InvalidTopologyException;
import io.millrace.internal.epoch.Epoch;
import io.millrace.internal.epoch.EpochCoordinator;
import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.exchange.Exchange;
import io.millrace.internal.exchange.Inbox;
import io.millrace.internal.exchange.Lane;
import io.millrace.internal.exchange.LaneEvent;
import io.millrace.internal.exchange.WakeUp;
import io.millrace.internal.plan.Planner;
import io.millrace.processor.SourcePartition;
import io.millrace.runtime.EpochProgress;
import io.millrace.support.ManualTime;
import io.millrace.topology.Consumed;
import io.millrace.topology.StartPosition;
import io.millrace.topology.TopologyBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The source and all that belongs to it, stepped by the test, with one worker behind it. */
class SourceWorkerTest {

    private static final TopicPartition P0 = new TopicPartition("in", 0);
    private static final TopicPartition P1 = new TopicPartition("in", 1);
    private static final int CAPACITY = 8;
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(3);

    private final ManualTime time = new ManualTime();
    private final FakeConsumer consumer = new FakeConsumer();
    private final Lane lane = new Lane(CAPACITY, WakeUp.NOT_NEEDED, WakeUp.NOT_NEEDED);
    private final WorkerBehind behind = new WorkerBehind(new Inbox(List.of(lane)));
    private final List<EpochProgress> progress = new ArrayList<>();
    private final List<Set<SourcePartition>> assignments = new ArrayList<>();
    private final SourceParts parts = parts();
    private final Rebalances rebalances = new Rebalances(
            parts, new Drain(parts, this::runBehind, () -> behind.failed, time, DRAIN_TIMEOUT), assignments::add);
    private final SourceWorker source =
            new SourceWorker(parts, new ContinuousIntake(INTERVAL, 0), rebalances, new Latencies(time), time);

    @BeforeEach
    void aTopicOfTwoPartitions() {
        consumer.topic("in", 2);
        source.subscribe();
    }

    @Test
    void recordsEnterTheLane() {
        assign(P0);
        consumer.addRecords(P0, 0, 3);

        poll();
        step();

        assertThat(behind.seen).containsExactly("opening in-0", "in-0 0", "in-0 1", "in-0 2");
    }

    @Test
    void anAssignmentIsOpenedBeforeItsRecords() {
        consumer.schedulePollTask(() -> {
            consumer.rebalance(List.of(P0));
            consumer.addRecords(P0, 0, 1);
        });

        poll();
        step();
        poll();
        step();

        assertThat(behind.seen).containsExactly("opening in-0", "in-0 0");
    }

    @Test
    void whereANewGroupBeginsIsCommittedBeforeAnythingIsRead() {
        consumer.updateEndOffsets(Map.of(P0, 7L));

        assign(P0);

        assertThat(consumer.groupOffsets).containsExactly(Map.entry(P0, committed(7)));
    }

    @Test
    void whatAGroupHasCommittedIsNotCommittedAgain() {
        consumer.groupOffsets.put(P0, new OffsetAndMetadata(5, "by another tool"));

        assign(P0);

        assertThat(consumer.groupOffsets).containsExactly(Map.entry(P0, new OffsetAndMetadata(5, "by another tool")));
    }

    @Test
    void readingGoesOnAtTheCommittedOffset() {
        consumer.groupOffsets.put(P0, committed(5));

        assign(P0);

        assertThat(consumer.position(P0)).isEqualTo(5);
    }

    @Test
    void theAssignmentIsTold() {
        assign(P0, P1);

        assertThat(assignments).containsExactly(Set.of(partition(0), partition(1)));
        assertThat(source.assignment()).containsExactlyInAnyOrder(partition(0), partition(1));
    }

    @Test
    void aPartitionWhoseLaneIsFullIsPaused() {
        assign(P0);
        consumer.addRecords(P0, 0, 20);
        poll();
        source.doWork();

        poll();

        assertThat(consumer.paused()).containsExactly(P0);
    }

    @Test
    void aPausedPartitionIsResumedWhenItsRecordsHaveEnteredTheLane() {
        assign(P0);
        consumer.addRecords(P0, 0, 20);
        poll();
        source.doWork();
        poll();
        step();
        step();
        step();

        poll();

        assertThat(consumer.paused()).isEmpty();
    }

    @Test
    void nothingIsLostOverBackPressure() {
        assign(P0);
        consumer.addRecords(P0, 0, 30);

        for (int round = 0; round < 10; round++) {
            poll();
            step();
        }

        assertThat(behind.offsets()).isSorted().hasSize(30);
    }

    @Test
    void aFullLaneDoesNotStopTheOtherPartitionsPolling() {
        assign(P0);
        consumer.addRecords(P0, 0, 20);
        poll();
        source.doWork();

        assertThat(source.isPollDue()).isFalse();
        time.advance(Duration.ofMillis(20));
        assertThat(source.isPollDue()).isTrue();
    }

    @Test
    void anEpochEndsAfterTheInterval() {
        assign(P0);
        consumer.addRecords(P0, 0, 3);
        poll();
        step();
        time.advance(INTERVAL);

        step();
        step();

        assertThat(behind.seen).endsWith("in-0 2", "barrier");
        assertThat(consumer.groupOffsets).containsEntry(P0, committed(3));
    }

    @Test
    void aBarrierForAnotherReasonDoesNotMoveTheTrigger() {
        assign(P0, P1);
        time.advance(INTERVAL.minusMillis(10));
        rebalances.onPartitionsLost(List.of(P1));
        step();
        step();
        assertThat(progress).as("the barrier that closes the lost partition").hasSize(1);

        time.advance(Duration.ofMillis(10));
        step();
        step();

        assertThat(progress).hasSize(2);
    }

    @Test
    void aPartitionThatIsAssignedWhileItDrainsIsNotRead() {
        assign(P0);
        source.requestDrain();
        source.doWork();
        assign(P0, P1);
        consumer.addRecords(P1, 0, 3);

        poll();
        poll();
        stepUntilDrained();

        assertThat(behind.seen).noneMatch(text -> text.startsWith("in-1"));
        assertThat(consumer.groupOffsets).containsEntry(P1, committed(0));
    }

    @Test
    void anEpochCoversWhatHasEnteredTheLanesOnly() {
        assign(P0);
        consumer.addRecords(P0, 0, 20);
        poll();
        time.advance(INTERVAL);
        source.doWork(); // seven fit behind the opening, and the barrier waits behind them

        step();
        step();

        assertThat(consumer.groupOffsets).containsEntry(P0, committed(CAPACITY - 1));
    }

    @Test
    void recordsFlowOnBehindTheBarrier() {
        assign(P0);
        behind.acknowledging = false;
        time.advance(INTERVAL);
        source.doWork();
        consumer.addRecords(P0, 0, 3);

        poll();
        step();
        step();

        assertThat(behind.seen).containsExactly("opening in-0", "barrier", "in-0 0", "in-0 1", "in-0 2");
    }

    @Test
    void anEpochThatIsNotAcknowledgedIsNotCommitted() {
        assign(P0);
        consumer.addRecords(P0, 0, 3);
        behind.acknowledging = false;
        poll();
        time.advance(INTERVAL);

        step();
        step();

        assertThat(consumer.groupOffsets).containsEntry(P0, committed(0));
    }

    @Test
    void aCommittedEpochIsReported() {
        assign(P0);
        consumer.addRecords(P0, 0, 3);
        poll();
        step();
        time.advance(INTERVAL);

        step();
        step();

        assertThat(progress).singleElement().satisfies(epoch -> {
            assertThat(epoch.epoch()).isEqualTo(1);
            assertThat(epoch.recordsIn()).isEqualTo(3);
            assertThat(epoch.positions()).containsExactly(Map.entry(partition(0), 3L));
            assertThat(epoch.lag()).containsExactly(Map.entry(partition(0), 0L));
            assertThat(epoch.caughtUp()).isTrue();
        });
    }

    @Test
    void aRevokedPartitionIsProcessedAndCommittedBeforeItGoes() {
        assign(P0, P1);
        consumer.addRecords(P0, 0, 3);
        poll();
        source.doWork();

        assign(P1);

        assertThat(behind.offsets()).containsExactly(0L, 1L, 2L);
        assertThat(consumer.groupOffsets).containsEntry(P0, committed(3));
    }

    @Test
    void recordsOfARevokedPartitionThatHaveNotEnteredTheLaneAreLeftToItsNextOwner() {
        assign(P0, P1);
        consumer.addRecords(P0, 0, 20);
        poll();
        source.doWork();

        assign(P1);

        assertThat(behind.offsets()).hasSize(CAPACITY - 2); // two openings are in the lane
        assertThat(consumer.groupOffsets).containsEntry(P0, committed(CAPACITY - 2));
    }

    @Test
    void aRevokedPartitionIsNotReadAnyMore() {
        assign(P0, P1);

        assign(P1);

        assertThat(source.assignment()).containsExactly(partition(1));
        assertThat(assignments).last().isEqualTo(Set.of(partition(1)));
    }

    @Test
    void aRevokedPartitionIsClosedByTheNextBarrier() {
        assign(P0, P1);
        assign(P1);

        step();

        assertThat(behind.closed).extracting(PartitionAssignment::partition).containsExactly(partition(0));
    }

    @Test
    void theOthersFlowOnAfterARevocation() {
        assign(P0, P1);
        assign(P1);
        consumer.addRecords(P1, 0, 2);

        poll();
        step();

        assertThat(behind.offsets()).containsExactly(0L, 1L);
    }

    @Test
    void aRevocationWaitsForTheEpochThatIsBeingEnded() {
        assign(P0, P1);
        consumer.addRecords(P0, 0, 1);
        poll();
        time.advance(INTERVAL);
        source.doWork();
        consumer.addRecords(P0, 1, 1);
        poll();
        source.doWork();

        assign(P1);

        assertThat(consumer.groupOffsets).containsEntry(P0, committed(2));
    }

    @Test
    void aRevokedPartitionIsNotCommittedAfterTheDeadline() {
        assign(P0, P1);
        consumer.addRecords(P0, 0, 3);
        poll();
        source.doWork();
        behind.acknowledging = false;

        assign(P1);
        behind.acknowledgeLate();
        step();
        step();

        assertThat(consumer.groupOffsets).containsEntry(P0, committed(0));
        assertThat(source.assignment()).containsExactly(partition(1));
    }

    @Test
    void theDeadlineEndsTheWait() {
        assign(P0, P1);
        behind.acknowledging = false;
        long before = time.nanoTime();

        assign(P1);

        assertThat(Duration.ofNanos(time.nanoTime() - before)).isBetween(DRAIN_TIMEOUT, DRAIN_TIMEOUT.plusMillis(10));
    }

    @Test
    void aCommitWithoutAnAnswerDoesNotHoldARevocationUpPastItsDeadline() {
        assign(P0, P1);
        consumer.addRecords(P0, 0, 3);
        poll();
        source.doWork();
        consumer.answersCommits = false;
        consumer.onCommitSync = time::advance;
        long before = time.nanoTime();

        assign(P1);

        assertThat(Duration.ofNanos(time.nanoTime() - before)).isBetween(DRAIN_TIMEOUT, DRAIN_TIMEOUT.plusMillis(100));
        assertThat(source.assignment()).containsExactly(partition(1));
    }

    @Test
    void aFailureEndsTheWait() {
        assign(P0, P1);
        behind.acknowledging = false;
        behind.failed = true;
        long before = time.nanoTime();

        assign(P1);

        assertThat(time.nanoTime()).isEqualTo(before);
    }

    @Test
    void recordsOfALostPartitionAreThrownAway() {
        assign(P0, P1);
        consumer.addRecords(P0, 0, 3);
        poll();
        source.doWork();

        rebalances.onPartitionsLost(List.of(P0));
        runBehind();

        assertThat(behind.discarded).isEqualTo(3);
        assertThat(behind.offsets()).isEmpty();
    }

    @Test
    void aLostPartitionIsNotCommitted() {
        assign(P0, P1);
        consumer.addRecords(P0, 0, 3);
        poll();
        step();
        time.advance(INTERVAL);
        source.doWork(); // its barrier is on the way

        rebalances.onPartitionsLost(List.of(P0));
        step();
        step();

        assertThat(consumer.groupOffsets).containsEntry(P0, committed(0));
        assertThat(progress).isNotEmpty();
    }

    @Test
    void aLostPartitionThatComesBackIsReadAnewAndCounts() {
        assign(P0);
        consumer.addRecords(P0, 0, 3);
        poll();
        source.doWork();
        rebalances.onPartitionsLost(List.of(P0));
        runBehind();

        rebalances.onPartitionsAssigned(List.of(P0));
        consumer.addRecords(P0, 0, 3);
        poll();
        step();

        assertThat(behind.offsets()).containsExactly(0L, 1L, 2L);
    }

    @Test
    void aWakeUpEndsAPoll() {
        assign(P0);
        consumer.schedulePollTask(source::wakeUp);

        poll();
        poll();

        assertThat(source.doWork()).isZero();
    }

    @Test
    void aWakeUpLosesNoRecords() {
        assign(P0);
        consumer.addRecords(P0, 0, 3);
        consumer.schedulePollTask(source::wakeUp);

        poll();
        poll();
        step();

        assertThat(behind.offsets()).containsExactly(0L, 1L, 2L);
    }

    @Test
    void aWakeUpBeforeThePollKeepsItFromSleeping() {
        assign(P0);
        source.wakeUp();

        source.poll(true);

        assertThat(consumer.lastPollTimeout()).isZero();
    }

    @Test
    void anIdleSourceSleepsInThePoll() {
        assign(P0);

        source.poll(true);

        assertThat(consumer.lastPollTimeout()).isPositive();
    }

    @Test
    void aSourceWithOtherWorkDoesNotSleep() {
        assign(P0);

        source.poll(false);

        assertThat(consumer.lastPollTimeout()).isZero();
    }

    @Test
    void aWakeUpThatHitsTheRebalanceIsSwallowed() {
        consumer.schedulePollTask(() -> {
            source.wakeUp();
            consumer.rebalance(List.of(P0));
        });

        poll();

        assertThat(source.assignment()).containsExactly(partition(0));
    }

    @Test
    void aDrainReadsNothingMore() {
        assign(P0);
        source.requestDrain();
        step();
        consumer.addRecords(P0, 0, 3);

        poll();
        step();

        assertThat(behind.offsets()).isEmpty();
    }

    @Test
    void aDrainEndsWithACheckpoint() {
        assign(P0);
        consumer.addRecords(P0, 0, 3);
        poll();
        source.doWork();
        source.requestDrain();

        stepUntilDrained();

        assertThat(behind.offsets()).containsExactly(0L, 1L, 2L);
        assertThat(consumer.groupOffsets).containsEntry(P0, committed(3));
    }

    @Test
    void aDrainWaitsForTheEpochThatIsBeingEnded() {
        assign(P0);
        consumer.addRecords(P0, 0, 1);
        poll();
        behind.acknowledging = false;
        time.advance(INTERVAL);
        step();
        source.requestDrain();
        step();
        assertThat(source.isDrained()).isFalse();

        behind.acknowledgeLate();
        stepUntilDrained();

        assertThat(progress).hasSize(2);
    }

    @Test
    void whatWasPolledButHasNotEnteredTheLanesIsLeftOutOfTheDrain() {
        assign(P0);
        consumer.addRecords(P0, 0, 20);
        poll();
        source.doWork();
        source.requestDrain();

        stepUntilDrained();

        assertThat(behind.offsets()).hasSize(CAPACITY - 1);
        assertThat(consumer.groupOffsets).containsEntry(P0, committed(CAPACITY - 1));
    }

    @Test
    void offsetsThatAreGoneAreSaidToBeLost() {
        assign(P0);
        consumer.setPollException(new OffsetOutOfRangeException(Map.of(P0, 5L)));

        assertThatExceptionOfType(InputLostException.class)
                .isThrownBy(this::poll)
                .withMessageContaining("in-0=5");
    }

    @Test
    void aRefusalFromWithinARebalanceComesOutAsItself() {
        InvalidTopologyException refusal = new InvalidTopologyException("cards", List.of("two sources"));
        consumer.setPollException(new KafkaException("User rebalance callback throws an error", refusal));

        assertThatThrownBy(this::poll).isSameAs(refusal);
    }

    @Test
    void otherFailuresOfThePollComeOutAsTheyAre() {
        TimeoutException failure = new TimeoutException("late");
        consumer.setPollException(failure);

        assertThatThrownBy(this::poll).isSameAs(failure);
    }

    @Test
    void closingCommitsNothing() {
        assign(P0);
        consumer.addRecords(P0, 0, 3);
        poll();
        step();

        source.close();
        rebalances.onPartitionsRevoked(List.of(P0));

        assertThat(consumer.closed()).isTrue();
        assertThat(consumer.groupOffsets).containsEntry(P0, committed(0));
    }

    private SourceParts parts() {
        TopologyBuilder builder = TopologyBuilder.named("cards").defaultSerdes(Serdes.String(), Serdes.String());
        builder.stream("in", Consumed.<String, String>as("in").startingAt(StartPosition.latest()))
                .foreach((key, value) -> {});
        SourceRoutes routes =
                new SourceRoutes(Planner.plan(builder.build(), Map.of()), Map.of("in", new Exchange(List.of(lane))));
        FeedTable feeds = new FeedTable();
        OffsetCommitter committer = new OffsetCommitter(consumer, time);
        EpochCoordinator coordinator = new EpochCoordinator(1, committer, time, () -> {});
        ProgressReporter reporter = new ProgressReporter("cards", consumer, new Latencies(time), progress::add);
        Duration timeout = Duration.ofSeconds(15);
        return new SourceParts(
                "cards",
                consumer,
                routes,
                feeds,
                new StartPositions(consumer, routes, timeout),
                committer,
                new EpochDriver(coordinator, feeds, routes.exchanges(), reporter),
                timeout);
    }

    private void assign(TopicPartition... partitions) {
        consumer.rebalance(List.of(partitions));
    }

    private void poll() {
        source.poll(false);
    }

    private void step() {
        source.doWork();
        runBehind();
        source.doWork();
    }

    private void stepUntilDrained() {
        for (int turn = 0; turn < 10 && !source.isDrained(); turn++) {
            step();
        }
        assertThat(source.isDrained()).isTrue();
    }

    private int runBehind() {
        time.advance(Duration.ofMillis(1));
        return behind.doWork();
    }

    private static SourcePartition partition(int partition) {
        return new SourcePartition("in", partition);
    }

    private static OffsetAndMetadata committed(long offset) {
        return new OffsetAndMetadata(offset, "millrace;partitions=2");
    }

    /** What a stage worker does, as far as the source can see. */
    private static final class WorkerBehind implements Inbox.Receiver {
        private final Inbox inbox;
        private final List<String> seen = new ArrayList<>();
        private final List<PartitionAssignment> closed = new ArrayList<>();
        private final List<Epoch> unacknowledged = new ArrayList<>();
        private boolean acknowledging = true;
        private boolean failed;
        private int discarded;

        WorkerBehind(Inbox inbox) {
            this.inbox = inbox;
        }

        int doWork() {
            return inbox.poll(this);
        }

        List<Long> offsets() {
            return seen.stream()
                    .filter(text -> text.startsWith("in-"))
                    .map(text -> Long.valueOf(text.substring(text.indexOf(' ') + 1)))
                    .toList();
        }

        void acknowledgeLate() {
            acknowledging = true;
            unacknowledged.forEach(epoch -> epoch.acknowledge(0));
        }

        @Override
        public boolean wantsMore() {
            return true;
        }

        @Override
        public void data(LaneEvent.Data data) {
            if (data.origin().assignment().isDiscarded()) {
                discarded++;
            } else {
                seen.add("%s %d"
                        .formatted(
                                data.origin().assignment().partition(),
                                data.origin().offset()));
            }
        }

        @Override
        public void opening(LaneEvent.Opening opening) {
            seen.add("opening " + opening.assignment().partition());
        }

        @Override
        public void barrier(LaneEvent.Barrier barrier) {
            seen.add("barrier");
            closed.addAll(barrier.closing());
            barrier.epoch().align();
            if (acknowledging) {
                barrier.epoch().acknowledge(0);
            } else {
                unacknowledged.add(barrier.epoch());
            }
        }
    }
}
