package io.millrace.internal.stage;

import static io.millrace.internal.stage.SteppedBatches.LINGER;
import static io.millrace.internal.stage.SteppedBatches.PAUSE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.errors.RetryPolicy;
import io.millrace.errors.SinkUnavailableException;
import io.millrace.internal.epoch.Epoch;
import io.millrace.sink.RefusedException;
import io.millrace.sink.UnavailableException;
import io.millrace.support.LogLines;
import io.millrace.support.TestEpochs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of batches that fail, and of the records that are to blame. */
class SinkTriesTest {

    private SteppedBatches sink = new SteppedBatches(RetryPolicy.defaults());

    @Test
    void aBatchThatFailedIsTriedAgainAsItWasAfterAPause() {
        sink.add(1, 2, 3, 4);
        sink.onTheWay();
        sink.add(5, 6);
        sink.failed(new IOException("away"));
        assertThat(sink.onTheWay()).isEmpty();
        assertThat(sink.batches.nanosToNextWork()).isEqualTo(PAUSE.toNanos());

        sink.time.advance(PAUSE);

        assertThat(sink.onTheWay()).containsExactly(1, 2, 3, 4);
        sink.written();
        assertThat(sink.onTheWay()).containsExactly(5, 6);
    }

    @Test
    void pausesBeginAnewForTheNextBatch() {
        sink.add(1, 2, 3, 4, 5, 6, 7, 8);
        for (int tries = 0; tries < 3; tries++) {
            assertThat(sink.onTheWay()).containsExactly(1, 2, 3, 4);
            sink.failed(new IOException("away"));
            sink.time.advance(PAUSE);
        }
        sink.onTheWay();
        sink.written();

        assertThat(sink.onTheWay()).containsExactly(5, 6, 7, 8);
    }

    @Test
    void refusedRecordsAreFoundAndTheOthersWrittenInOrder() {
        sink.add(1, 2, 3, 4);

        assertThat(sink.writeAllBut(Set.of(2))).containsExactly(1, 3, 4);
        assertThat(sink.refused).containsExactly(2);
    }

    @Test
    void allOfABatchMayBeRefused() {
        Epoch epoch = TestEpochs.epoch(1);
        sink.add(1, 2, 3);
        sink.batches.seal(epoch);

        assertThat(sink.writeAllBut(Set.of(1, 2, 3))).isEmpty();
        assertThat(sink.refused).containsExactly(1, 2, 3);
        assertThat(epoch.isAcknowledged()).isTrue();
    }

    @Test
    void whatTheDecisionThrowsIsThrownToTheWorker() {
        sink.batches.refuseTo((name, origin, failure) -> {
            throw new IllegalStateException(failure);
        });
        sink.add(1);
        sink.time.advance(LINGER);
        sink.onTheWay();

        assertThatThrownBy(() -> sink.failed(new RefusedException("no", new ArithmeticException())))
                .hasRootCauseInstanceOf(ArithmeticException.class);
    }

    @Test
    void aBatchWhoseTriesAreUsedUpIsTriedInPartsOnce() {
        sink = new SteppedBatches(RetryPolicy.of(1));
        sink.add(1, 2, 3, 4);
        assertThat(sink.onTheWay()).containsExactly(1, 2, 3, 4);
        sink.failed(new IOException("away"));
        sink.time.advance(PAUSE);
        assertThat(sink.onTheWay()).containsExactly(1, 2, 3, 4);
        sink.failed(new IOException("away"));

        assertThat(sink.onTheWay()).containsExactly(1, 2);
        sink.written();
        assertThat(sink.onTheWay()).containsExactly(3, 4);
        sink.failed(new IOException("3"));
        assertThat(sink.onTheWay()).containsExactly(3);
        sink.failed(new IOException("3"));
        assertThat(sink.onTheWay()).containsExactly(4);
        sink.written();

        assertThat(sink.refused).containsExactly(3);
    }

    @Test
    void theSinkIsToldOfARefusedRecordBeforeAnythingBehindItIsWritten() {
        Epoch epoch = TestEpochs.epoch(1);
        sink.addWithId(1);
        sink.addWithId(2);
        sink.batches.seal(epoch);
        assertThat(sink.onTheWay()).containsExactly(1, 2);
        sink.failed(new RefusedException("1"));
        assertThat(sink.onTheWay()).containsExactly(1);
        sink.failed(new RefusedException("1"));
        assertThat(sink.refused).containsExactly(1);

        SinkTask task = sink.nextTask();

        assertThat(task).isInstanceOf(SinkTask.GiveUp.class);
        assertThat(SteppedBatches.values(task)).containsExactly(1);
        sink.failed(new IOException("away"));
        assertThat(sink.nextTask()).as("after a pause").isNull();
        sink.time.advance(PAUSE);
        assertThat(sink.nextTask()).isInstanceOf(SinkTask.GiveUp.class);
        assertThat(epoch.isAcknowledged()).isFalse();
        sink.written();
        assertThat(sink.onTheWay()).containsExactly(2);
        sink.written();
        assertThat(sink.refused).as("decided about once").containsExactly(1);
        assertThat(epoch.isAcknowledged()).isTrue();
    }

    @Test
    void aRefusedRecordOfAPartitionThatWasTakenAwayMeanwhileIsLeftToItsNextOwner() {
        sink.addWithId(1);
        sink.time.advance(LINGER);
        sink.onTheWay();
        sink.failed(new RefusedException("1"));
        assertThat(sink.nextTask()).isInstanceOf(SinkTask.GiveUp.class);
        sink.failed(new IOException("away"));

        sink.assignment.discard();
        sink.time.advance(PAUSE);

        assertThat(sink.nextTask()).isNull();
        assertThat(sink.batches.settle()).isTrue();
    }

    @Test
    void aSinkThatCannotKeepWhatWasGivenUpEndsTheWorker() {
        sink.addWithId(1);
        sink.time.advance(LINGER);
        sink.onTheWay();
        sink.failed(new RefusedException("1"));
        sink.nextTask();

        assertThatThrownBy(() -> sink.failed(new UnsupportedOperationException("giveUp")))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @ParameterizedTest
    @MethodSource
    void whereNobodyIsThereNoRecordIsBlamed(Exception outage) {
        sink = new SteppedBatches(RetryPolicy.of(1));
        sink.add(1, 2, 3, 4);
        sink.onTheWay();
        sink.failed(outage);
        sink.time.advance(PAUSE);
        assertThat(sink.onTheWay()).as("not in parts").containsExactly(1, 2, 3, 4);

        assertThatThrownBy(() -> sink.failed(outage))
                .isInstanceOf(SinkUnavailableException.class)
                .hasMessageContainingAll("'topology'", "'sink'", "2 tries")
                .hasCause(outage);
        assertThat(sink.refused).isEmpty();
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
        sink = new SteppedBatches(RetryPolicy.of(1));
        sink.add(1, 2, 3, 4);
        sink.onTheWay();
        sink.failed(new IOException("1"));
        sink.time.advance(PAUSE);
        sink.onTheWay();
        sink.failed(new IOException("1"));
        assertThat(sink.onTheWay()).containsExactly(1, 2);

        sink.failed(new ConnectException("away"));

        assertThat(sink.onTheWay()).isEmpty();
        sink.time.advance(PAUSE);
        assertThat(sink.onTheWay()).containsExactly(1, 2);
        assertThat(sink.refused).isEmpty();
    }

    @Test
    void theLogTellsOfABatchThatIsDivided() {
        sink = new SteppedBatches(RetryPolicy.of(0));
        sink.add(1, 2, 3, 4);
        sink.onTheWay();

        assertThat(LogLines.of(SinkTrouble.class, () -> sink.failed(new IOException("secret"))))
                .singleElement()
                .asString()
                .startsWith("WARN Topology 'topology': sink 'sink' has not taken 4 records")
                .contains("java.io.IOException")
                .doesNotContain("secret");
    }
}
