package io.millrace.internal.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.errors.RetryPolicy;
import io.millrace.errors.SinkUnavailableException;
import io.millrace.internal.epoch.Epoch;
import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.exchange.Origin;
import io.millrace.internal.exchange.WakeUp;
import io.millrace.processor.OutputId;
import io.millrace.sink.RefusedException;
import io.millrace.sink.SinkRecord;
import io.millrace.sink.UnavailableException;
import io.millrace.support.LogLines;
import io.millrace.support.ManualTime;
import io.millrace.support.TestEpochs;
import io.millrace.topology.Batched;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** When batches leave, what becomes of those that fail, and when they count for the epoch. */
class SinkBatchesTest {

    private static final long BYTES = 100;
    private static final OutputId.Channel CHANNEL =
            new OutputId.Channel(1, new UUID(2, 3), 0, OutputId.Channel.NO_KEY_GROUP);
    private static final Duration LINGER = Duration.ofMillis(5);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final ManualTime time = new ManualTime();
    private final PartitionAssignment assignment = TestEpochs.assignment("in", 0);
    private final SinkCall call = new SinkCall(WakeUp.NOT_NEEDED, WakeUp.NOT_NEEDED);
    private final List<Object> refused = new ArrayList<>();
    private SinkBatches batches = batches(RetryPolicy.defaults());

    private SinkBatches batches(RetryPolicy retry) {
        Batched batched = Batched.defaults()
                .withSize(4)
                .withBytes(1_000)
                .withLinger(LINGER)
                .withRetry(retry.withDelays(PAUSE, PAUSE).withJitter(0));
        SinkTries tries =
                new SinkTries("sink", call, batched.retry(), new SinkTrouble("topology", "sink", time), time);
        SinkBatches made = new SinkBatches(batched, tries, time);
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
    void theSinkIsToldOfARefusedRecordBeforeAnythingBehindItIsWritten() {
        Epoch epoch = TestEpochs.epoch(1);
        addWithId(1);
        addWithId(2);
        batches.seal(epoch);
        assertThat(onTheWay()).containsExactly(1, 2);
        failed(new RefusedException("1"));
        assertThat(onTheWay()).containsExactly(1);
        failed(new RefusedException("1"));
        assertThat(refused).containsExactly(1);

        SinkTask task = nextTask();

        assertThat(task).isInstanceOf(SinkTask.GiveUp.class);
        assertThat(values(task)).containsExactly(1);
        failed(new IOException("away"));
        assertThat(nextTask()).as("after a pause").isNull();
        time.advance(PAUSE);
        assertThat(nextTask()).isInstanceOf(SinkTask.GiveUp.class);
        assertThat(epoch.isAcknowledged()).isFalse();
        written();
        assertThat(onTheWay()).containsExactly(2);
        written();
        assertThat(refused).as("decided about once").containsExactly(1);
        assertThat(epoch.isAcknowledged()).isTrue();
    }

    @Test
    void aRefusedRecordOfAPartitionThatWasTakenAwayMeanwhileIsLeftToItsNextOwner() {
        addWithId(1);
        time.advance(LINGER);
        onTheWay();
        failed(new RefusedException("1"));
        assertThat(nextTask()).isInstanceOf(SinkTask.GiveUp.class);
        failed(new IOException("away"));

        assignment.discard();
        time.advance(PAUSE);

        assertThat(nextTask()).isNull();
        assertThat(batches.settle()).isTrue();
    }

    @Test
    void aSinkThatCannotKeepWhatWasGivenUpEndsTheWorker() {
        addWithId(1);
        time.advance(LINGER);
        onTheWay();
        failed(new RefusedException("1"));
        nextTask();

        assertThatThrownBy(() -> failed(new UnsupportedOperationException("giveUp")))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @ParameterizedTest
    @MethodSource
    void whereNobodyIsThereNoRecordIsBlamed(Exception outage) {
        batches = batches(RetryPolicy.of(1));
        add(1, 2, 3, 4);
        onTheWay();
        failed(outage);
        time.advance(PAUSE);
        assertThat(onTheWay()).as("not in parts").containsExactly(1, 2, 3, 4);

        assertThatThrownBy(() -> failed(outage))
                .isInstanceOf(SinkUnavailableException.class)
                .hasMessageContainingAll("'topology'", "'sink'", "2 tries")
                .hasCause(outage);
        assertThat(refused).isEmpty();
    }

    static List<Exception> whereNobodyIsThereNoRecordIsBlamed() {
        return List.of(
                new UnavailableException("told to stop"),
                new ConnectException("refused"),
                new IOException(new SocketTimeoutException()),
                new IllegalStateException(new UncheckedIOException(new UnknownHostException("db"))),
                new HttpTimeoutException("late"),
                new TimeoutException());
    }

    @Test
    void partsOfABatchWhoseTriesAreUsedUpWaitForASinkThatIsAway() {
        batches = batches(RetryPolicy.of(1));
        add(1, 2, 3, 4);
        onTheWay();
        failed(new IOException("1"));
        time.advance(PAUSE);
        onTheWay();
        failed(new IOException("1"));
        assertThat(onTheWay()).containsExactly(1, 2);

        failed(new ConnectException("away"));

        assertThat(onTheWay()).isEmpty();
        time.advance(PAUSE);
        assertThat(onTheWay()).containsExactly(1, 2);
        assertThat(refused).isEmpty();
    }

    @Test
    void theLogTellsOfABatchThatIsDivided() {
        batches = batches(RetryPolicy.of(0));
        add(1, 2, 3, 4);
        onTheWay();

        assertThat(LogLines.of(SinkTrouble.class, () -> failed(new IOException("secret"))))
                .singleElement()
                .asString()
                .startsWith("WARN Topology 'topology': sink 'sink' has not taken 4 records")
                .contains("java.io.IOException")
                .doesNotContain("secret");
    }

    @Test
    void aBatchIsFullOfBytesToo() {
        batches = batches(RetryPolicy.defaults());
        batches.add(item(assignment, 1, 400));
        batches.add(item(assignment, 2, 599));
        assertThat(batches.isReady()).isTrue();
        batches.add(item(assignment, 3, 2));
        assertThat(batches.isReady()).isFalse();

        assertThat(onTheWay()).containsExactly(1, 2);
        assertThat(batches.isReady()).isTrue();
        written();
        time.advance(LINGER);
        assertThat(onTheWay()).containsExactly(3);
    }

    @Test
    void aRecordThatIsLargerThanABatchMayBeIsOneAlone() {
        batches.add(item(assignment, 1, 10));
        batches.add(item(assignment, 2, 5_000));

        assertThat(onTheWay()).containsExactly(1);
        time.advance(LINGER);
        written();
        assertThat(onTheWay()).containsExactly(2);
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
                call.end(SinkCall.Outcome.DONE);
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

    private void addWithId(int value) {
        batches.add(item(assignment, value, BYTES, Optional.of(new OutputId(CHANNEL, value, 0))));
    }

    private static BatchItem item(PartitionAssignment from, int value) {
        return item(from, value, BYTES);
    }

    private static BatchItem item(PartitionAssignment from, int value, long bytes) {
        return item(from, value, bytes, Optional.empty());
    }

    private static BatchItem item(PartitionAssignment from, int value, long bytes, Optional<OutputId> id) {
        return new BatchItem(
                new SinkRecord<>("key", value, 0, new RecordHeaders(), id), new Origin(from, value, 0, 0), bytes);
    }

    private void written() {
        call.end(SinkCall.Outcome.DONE);
        batches.work();
    }

    private void failed(Exception failure) {
        call.end(new SinkCall.Outcome(failure));
        batches.work();
    }

    /** Has the next batch leave, if it is due, and returns what it has; empty if none has left. */
    private List<Object> onTheWay() {
        return values(nextTask());
    }

    private @Nullable SinkTask nextTask() {
        batches.work();
        return call.takeTask();
    }

    private static List<Object> values(@Nullable SinkTask task) {
        return task == null
                ? List.of()
                : task.items().stream().map(item -> item.record().value()).toList();
    }
}
