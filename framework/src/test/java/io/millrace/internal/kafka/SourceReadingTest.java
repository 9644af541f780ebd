package io.millrace.internal.kafka;

import static io.millrace.internal.kafka.SteppedSource.P0;
import static io.millrace.internal.kafka.SteppedSource.committed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.errors.InputLostException;
import io.millrace.errors.InvalidTopologyException;
import io.millrace.support.ManualTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

/** How the source polls: what enters the lanes, what waits for room, when it sleeps and how a poll fails. */
class SourceReadingTest {

    private final SteppedSource source = new SteppedSource();
    private final SourceWorker worker = source.worker;
    private final Rebalances rebalances = source.rebalances;
    private final ManualTime time = source.time;
    private final FakeConsumer consumer = source.consumer;
    private final WorkerBehind behind = source.behind;

    @Test
    void recordsEnterTheLane() {
        source.assign(P0);
        consumer.addRecords(P0, 0, 3);

        source.poll();
        source.step();

        assertThat(behind.seen).containsExactly("opening in-0", "in-0 0", "in-0 1", "in-0 2");
    }

    @Test
    void aPartitionWhoseLaneIsFullIsPaused() {
        source.assign(P0);
        consumer.addRecords(P0, 0, 20);
        source.poll();
        worker.doWork();

        source.poll();

        assertThat(consumer.paused()).containsExactly(P0);
    }

    @Test
    void aPausedPartitionIsResumedWhenItsRecordsHaveEnteredTheLane() {
        source.assign(P0);
        consumer.addRecords(P0, 0, 20);
        source.poll();
        worker.doWork();
        source.poll();
        source.step();
        source.step();
        source.step();

        source.poll();

        assertThat(consumer.paused()).isEmpty();
    }

    @Test
    void nothingIsLostOverBackPressure() {
        source.assign(P0);
        consumer.addRecords(P0, 0, 30);

        for (int round = 0; round < 10; round++) {
            source.poll();
            source.step();
        }

        assertThat(behind.offsets()).isSorted().hasSize(30);
    }

    @Test
    void aFullLaneDoesNotStopTheOtherPartitionsPolling() {
        source.assign(P0);
        consumer.addRecords(P0, 0, 20);
        source.poll();
        worker.doWork();

        assertThat(worker.isPollDue()).isFalse();
        time.advance(Duration.ofMillis(20));
        assertThat(worker.isPollDue()).isTrue();
    }

    @Test
    void aWakeUpEndsAPoll() {
        source.assign(P0);
        consumer.schedulePollTask(worker::wakeUp);

        source.poll();
        source.poll();

        assertThat(worker.doWork()).isZero();
    }

    @Test
    void aWakeUpLosesNoRecords() {
        source.assign(P0);
        consumer.addRecords(P0, 0, 3);
        consumer.schedulePollTask(worker::wakeUp);

        source.poll();
        source.poll();
        source.step();

        assertThat(behind.offsets()).containsExactly(0L, 1L, 2L);
    }

    @Test
    void aWakeUpBeforeThePollKeepsItFromSleeping() {
        source.assign(P0);
        worker.wakeUp();

        worker.poll(true);

        assertThat(consumer.lastPollTimeout()).isZero();
    }

    @Test
    void anIdleSourceSleepsInThePoll() {
        source.assign(P0);

        worker.poll(true);

        assertThat(consumer.lastPollTimeout()).isPositive();
    }

    @Test
    void aSourceWithOtherWorkDoesNotSleep() {
        source.assign(P0);

        worker.poll(false);

        assertThat(consumer.lastPollTimeout()).isZero();
    }

    @Test
    void offsetsThatAreGoneAreSaidToBeLost() {
        source.assign(P0);
        consumer.setPollException(new OffsetOutOfRangeException(Map.of(P0, 5L)));

        assertThatExceptionOfType(InputLostException.class)
                .isThrownBy(source::poll)
                .withMessageContaining("in-0=5");
    }

    @Test
    void aRefusalFromWithinARebalanceComesOutAsItself() {
        InvalidTopologyException refusal = new InvalidTopologyException("cards", List.of("two sources"));
        consumer.setPollException(new KafkaException("User rebalance callback throws an error", refusal));

        assertThatThrownBy(source::poll).isSameAs(refusal);
    }

    @Test
    void otherFailuresOfThePollComeOutAsTheyAre() {
        TimeoutException failure = new TimeoutException("late");
        consumer.setPollException(failure);

        assertThatThrownBy(source::poll).isSameAs(failure);
    }

    @Test
    void closingCommitsNothing() {
        source.assign(P0);
        consumer.addRecords(P0, 0, 3);
        source.poll();
        source.step();

        worker.close();
        rebalances.onPartitionsRevoked(List.of(P0));

        assertThat(consumer.closed()).isTrue();
        assertThat(consumer.groupOffsets).containsEntry(P0, committed(0));
    }
}
