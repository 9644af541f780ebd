package io.millrace.internal.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.errors.RetryPolicy;
import io.millrace.internal.epoch.Epoch;
import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.exchange.Origin;
import io.millrace.internal.exchange.WakeUp;
import io.millrace.sink.RefusedException;
import io.millrace.sink.SinkRecord;
import io.millrace.support.ManualTime;
import io.millrace.support.TestEpochs;
import io.millrace.topology.Batched;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** When batches leave, what becomes of those that fail, and when they count for the epoch. */
class SinkBatchesTest {

    private static final Duration LINGER = Duration.ofMillis(5);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final ManualTime time = new ManualTime();
    private final PartitionAssignment assignment = TestEpochs.assignment("in", 0);
    private final SinkCall call = new SinkCall(WakeUp.NOT_NEEDED, WakeUp.NOT_NEEDED);
    private final List<Object> refused = new ArrayList<>();
    private SinkBatches batches = batches(RetryPolicy.defaults());

    private SinkBatches batches(RetryPolicy retry) {
        SinkBatches made = new SinkBatches(
                "sink",
                call,
                Batched.defaults()
                        .withSize(4)
                        .withLinger(LINGER)
                        .withRetry(retry.withDelays(PAUSE, PAUSE).withJitter(0)),
                new SinkTrouble("topology", "sink", time),
                time);
        made.refuseTo((sink, origin, failure) -> refused.add((int) origin.offset()));
        return made;
    }

    @Test
    void aFullBatchLeavesAtOnce() {
        add(1, 2, 3, 4);

        assertThat(onTheWay()).containsExactly(1, 2, 3, 4);
    }

    @Test
    void aBatchThatIsNotFullLeavesAfterTheLinger() {
        add(1);
        time.advance(LINGER.minusNanos(1));
        assertThat(onTheWay()).isEmpty();
        add(2);
        assertThat(batches.nanosToNextWork()).isEqualTo(1);

        time.advance(Duration.ofNanos(1));

        assertThat(batches.nanosToNextWork()).isZero();
        assertThat(onTheWay()).containsExactly(1, 2);
    }

    @Test
    void theNextBatchLeavesWhenTheOneBeforeIsWritten() {
        add(1, 2, 3, 4);
        onTheWay();
        add(5, 6, 7, 8);
        assertThat(onTheWay()).isEmpty();
        assertThat(batches.nanosToNextWork()).isEqualTo(Long.MAX_VALUE);

        written();

        assertThat(onTheWay()).containsExactly(5, 6, 7, 8);
    }

    @Test
    void moreThanABatchFromOneRecordLeavesInSeveral() {
        add(1, 2, 3, 4, 5, 6);
        assertThat(onTheWay()).containsExactly(1, 2, 3, 4);
        time.advance(LINGER);
        written();

        assertThat(onTheWay()).containsExactly(5, 6);
    }

    @Test
    void nothingMoreIsWantedWhileTwoBatchesAreFull() {
        add(1, 2, 3, 4);
        onTheWay();
        add(5, 6, 7);
        assertThat(batches.isReady()).isTrue();
        add(8);
        assertThat(batches.isReady()).isFalse();

        written();
        onTheWay();

        assertThat(batches.isReady()).isTrue();
    }

    @Test
    void anEpochIsAcknowledgedWhenWhatCameBeforeIsWritten() {
        Epoch epoch = TestEpochs.epoch(1);
        add(1, 2, 3, 4);
        onTheWay();
        add(5);
        batches.seal(epoch);
        written();
        assertThat(epoch.isAcknowledged()).isFalse();

        assertThat(onTheWay()).as("without waiting for more").containsExactly(5);
        assertThat(epoch.isAcknowledged()).isFalse();
        written();

        assertThat(epoch.isAcknowledged()).isTrue();
    }

    @Test
    void anEpochWithoutRecordsIsAcknowledgedAtOnce() {
        Epoch epoch = TestEpochs.epoch(1);

        batches.seal(epoch);

        assertThat(epoch.isAcknowledged()).isTrue();
    }

    @Test
    void anEpochDoesNotWaitForRecordsOfTheNext() {
        Epoch epoch = TestEpochs.epoch(1);
        add(1, 2, 3, 4);
        onTheWay();
        batches.seal(epoch);
        add(5, 6, 7, 8);

        written();

        assertThat(epoch.isAcknowledged()).isTrue();
    }

    @Test
    void aBatchThatFailedIsTriedAgainAsItWasAfterAPause() {
        add(1, 2, 3, 4);
        onTheWay();
        add(5, 6);
        failed(new IOException("away"));
        assertThat(onTheWay()).isEmpty();
        assertThat(batches.nanosToNextWork()).isEqualTo(PAUSE.toNanos());

        time.advance(PAUSE);

        assertThat(onTheWay()).containsExactly(1, 2, 3, 4);
        written();
        assertThat(onTheWay()).containsExactly(5, 6);
    }

    @Test
    void pausesBeginAnewForTheNextBatch() {
        add(1, 2, 3, 4, 5, 6, 7, 8);
        for (int tries = 0; tries < 3; tries++) {
            assertThat(onTheWay()).containsExactly(1, 2, 3, 4);
            failed(new IOException("away"));
            time.advance(PAUSE);
        }
        onTheWay();
        written();

        assertThat(onTheWay()).containsExactly(5, 6, 7, 8);
    }

    @Test
    void refusedRecordsAreFoundAndTheOthersWrittenInOrder() {
        add(1, 2, 3, 4);

        assertThat(writeAllBut(Set.of(2))).containsExactly(1, 3, 4);
        assertThat(refused).containsExactly(2);
    }

    @Test
    void allOfABatchMayBeRefused() {
        Epoch epoch = TestEpochs.epoch(1);
        add(1, 2, 3);
        batches.seal(epoch);

        assertThat(writeAllBut(Set.of(1, 2, 3))).isEmpty();
        assertThat(refused).containsExactly(1, 2, 3);
        assertThat(epoch.isAcknowledged()).isTrue();
    }

    @Test
    void whatTheDecisionThrowsIsThrownToTheWorker() {
        batches.refuseTo((sink, origin, failure) -> {
            throw new IllegalStateException(failure);
        });
        add(1);
        time.advance(LINGER);
        onTheWay();
        call.end(new SinkCall.Outcome(new RefusedException("no", new ArithmeticException())));

        assertThatThrownBy(batches::work).hasRootCauseInstanceOf(ArithmeticException.class);
    }

    @Test
    void aBatchWhoseTriesAreUsedUpIsTriedInPartsOnce() {
        batches = batches(RetryPolicy.of(1));
        add(1, 2, 3, 4);
        assertThat(onTheWay()).containsExactly(1, 2, 3, 4);
        failed(new IOException("away"));
        time.advance(PAUSE);
        assertThat(onTheWay()).containsExactly(1, 2, 3, 4);
        failed(new IOException("away"));

        assertThat(onTheWay()).containsExactly(1, 2);
        written();
        assertThat(onTheWay()).containsExactly(3, 4);
        failed(new IOException("3"));
        assertThat(onTheWay()).containsExactly(3);
        failed(new IOException("3"));
        assertThat(onTheWay()).containsExactly(4);
        written();

        assertThat(refused).containsExactly(3);
    }

    @Test
    void recordsOfAPartitionThatWasTakenAwayAreLeftOut() {
        Epoch epoch = TestEpochs.epoch(1);
        PartitionAssignment other = TestEpochs.assignment("in", 1);
        add(1, 2);
        batches.add(item(other, 3));
        batches.seal(epoch);
        assignment.discard();

        assertThat(onTheWay()).containsExactly(3);
        written();

        assertThat(epoch.isAcknowledged()).isTrue();
    }

    @Test
    void anEpochOfWhichNothingIsLeftIsAcknowledged() {
        Epoch epoch = TestEpochs.epoch(1);
        add(1, 2, 3, 4, 5);
        onTheWay();
        batches.seal(epoch);
        failed(new IOException("away"));
        assignment.discard();
        time.advance(PAUSE);

        assertThat(onTheWay()).isEmpty();
        assertThat(onTheWay()).isEmpty();

        assertThat(epoch.isAcknowledged()).isTrue();
        assertThat(batches.nanosToNextWork()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void whatCollectsLeavesAtOnceWhenABarrierWaitsForIt() {
        assertThat(batches.settle()).isTrue();
        add(1);
        assertThat(batches.settle()).isFalse();

        assertThat(onTheWay()).containsExactly(1);
        assertThat(batches.settle()).isFalse();
        written();

        assertThat(batches.settle()).isTrue();
    }

    private List<Object> writeAllBut(Set<Integer> bad) {
        List<Object> written = new ArrayList<>();
        time.advance(LINGER);
        for (List<Object> batch = onTheWay(); !batch.isEmpty(); batch = onTheWay()) {
            if (batch.stream().noneMatch(bad::contains)) {
                written.addAll(batch);
                call.end(SinkCall.Outcome.WRITTEN);
            } else {
                call.end(new SinkCall.Outcome(new RefusedException("bad")));
            }
        }
        return written;
    }

    private void add(Integer... values) {
        for (Integer value : values) {
            batches.add(item(assignment, value));
        }
    }

    private static BatchItem item(PartitionAssignment from, Integer value) {
        return new BatchItem(
                new SinkRecord<>("key", value, 0, new RecordHeaders(), Optional.empty()),
                new Origin(from, value, 0, 0));
    }

    private void written() {
        call.end(SinkCall.Outcome.WRITTEN);
        batches.work();
    }

    private void failed(Exception failure) {
        call.end(new SinkCall.Outcome(failure));
        batches.work();
    }

    /** Has the next batch leave, if it is due, and returns what it has; empty if none has left. */
    private List<Object> onTheWay() {
        batches.work();
        List<SinkRecord<Object, Object>> batch = call.takeBatch();
        return batch == null ? List.of() : batch.stream().map(SinkRecord::value).toList();
    }
}
