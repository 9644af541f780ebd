package io.millrace.internal.stage;

import static io.millrace.internal.stage.SteppedBatches.LINGER;
import static io.millrace.internal.stage.SteppedBatches.PAUSE;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.errors.RetryPolicy;
import io.millrace.internal.epoch.Epoch;
import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.support.TestEpochs;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When batches leave, and when they count for the epoch. */
class SinkBatchesTest {

    private final SteppedBatches sink = new SteppedBatches(RetryPolicy.defaults());

    @Test
    void aFullBatchLeavesAtOnce() {
        sink.add(1, 2, 3, 4);

        assertThat(sink.onTheWay()).containsExactly(1, 2, 3, 4);
    }

    @Test
    void aBatchThatIsNotFullLeavesAfterTheLinger() {
        sink.add(1);
        sink.time.advance(LINGER.minusNanos(1));
        assertThat(sink.onTheWay()).isEmpty();
        sink.add(2);
        assertThat(sink.batches.nanosToNextWork()).isEqualTo(1);

        sink.time.advance(Duration.ofNanos(1));

        assertThat(sink.batches.nanosToNextWork()).isZero();
        assertThat(sink.onTheWay()).containsExactly(1, 2);
    }

    @Test
    void theNextBatchLeavesWhenTheOneBeforeIsWritten() {
        sink.add(1, 2, 3, 4);
        sink.onTheWay();
        sink.add(5, 6, 7, 8);
        assertThat(sink.onTheWay()).isEmpty();
        assertThat(sink.batches.nanosToNextWork()).isEqualTo(Long.MAX_VALUE);

        sink.written();

        assertThat(sink.onTheWay()).containsExactly(5, 6, 7, 8);
    }

    @Test
    void moreThanABatchFromOneRecordLeavesInSeveral() {
        sink.add(1, 2, 3, 4, 5, 6);
        assertThat(sink.onTheWay()).containsExactly(1, 2, 3, 4);
        sink.time.advance(LINGER);
        sink.written();

        assertThat(sink.onTheWay()).containsExactly(5, 6);
    }

    @Test
    void nothingMoreIsWantedWhileTwoBatchesAreFull() {
        sink.add(1, 2, 3, 4);
        sink.onTheWay();
        sink.add(5, 6, 7);
        assertThat(sink.batches.isReady()).isTrue();
        sink.add(8);
        assertThat(sink.batches.isReady()).isFalse();

        sink.written();
        sink.onTheWay();

        assertThat(sink.batches.isReady()).isTrue();
    }

    @Test
    void anEpochIsAcknowledgedWhenWhatCameBeforeIsWritten() {
        Epoch epoch = TestEpochs.epoch(1);
        sink.add(1, 2, 3, 4);
        sink.onTheWay();
        sink.add(5);
        sink.batches.seal(epoch);
        sink.written();
        assertThat(epoch.isAcknowledged()).isFalse();

        assertThat(sink.onTheWay()).as("without waiting for more").containsExactly(5);
        assertThat(epoch.isAcknowledged()).isFalse();
        sink.written();

        assertThat(epoch.isAcknowledged()).isTrue();
    }

    @Test
    void anEpochWithoutRecordsIsAcknowledgedAtOnce() {
        Epoch epoch = TestEpochs.epoch(1);

        sink.batches.seal(epoch);

        assertThat(epoch.isAcknowledged()).isTrue();
    }

    @Test
    void anEpochDoesNotWaitForRecordsOfTheNext() {
        Epoch epoch = TestEpochs.epoch(1);
        sink.add(1, 2, 3, 4);
        sink.onTheWay();
        sink.batches.seal(epoch);
        sink.add(5, 6, 7, 8);

        sink.written();

        assertThat(epoch.isAcknowledged()).isTrue();
    }

    @Test
    void aBatchIsFullOfBytesToo() {
        sink.addLarge(1, 400);
        sink.addLarge(2, 599);
        assertThat(sink.batches.isReady()).isTrue();
        sink.addLarge(3, 2);
        assertThat(sink.batches.isReady()).isFalse();

        assertThat(sink.onTheWay()).containsExactly(1, 2);
        assertThat(sink.batches.isReady()).isTrue();
        sink.written();
        sink.time.advance(LINGER);
        assertThat(sink.onTheWay()).containsExactly(3);
    }

    @Test
    void aRecordThatIsLargerThanABatchMayBeIsOneAlone() {
        sink.addLarge(1, 10);
        sink.addLarge(2, 5_000);

        assertThat(sink.onTheWay()).containsExactly(1);
        sink.time.advance(LINGER);
        sink.written();
        assertThat(sink.onTheWay()).containsExactly(2);
    }

    @Test
    void recordsOfAPartitionThatWasTakenAwayAreLeftOut() {
        Epoch epoch = TestEpochs.epoch(1);
        PartitionAssignment other = TestEpochs.assignment("in", 1);
        sink.add(1, 2);
        sink.add(other, 3);
        sink.batches.seal(epoch);
        sink.assignment.discard();

        assertThat(sink.onTheWay()).containsExactly(3);
        sink.written();

        assertThat(epoch.isAcknowledged()).isTrue();
    }

    @Test
    void anEpochOfWhichNothingIsLeftIsAcknowledged() {
        Epoch epoch = TestEpochs.epoch(1);
        sink.add(1, 2, 3, 4, 5);
        sink.onTheWay();
        sink.batches.seal(epoch);
        sink.failed(new IOException("away"));
        sink.assignment.discard();
        sink.time.advance(PAUSE);

        assertThat(sink.onTheWay()).isEmpty();
        assertThat(sink.onTheWay()).isEmpty();

        assertThat(epoch.isAcknowledged()).isTrue();
        assertThat(sink.batches.nanosToNextWork()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void whatCollectsLeavesAtOnceWhenABarrierWaitsForIt() {
        assertThat(sink.batches.settle()).isTrue();
        sink.add(1);
        assertThat(sink.batches.settle()).isFalse();

        assertThat(sink.onTheWay()).containsExactly(1);
        assertThat(sink.batches.settle()).isFalse();
        sink.written();

        assertThat(sink.batches.settle()).isTrue();
    }
}
