package io.millrace.internal.kafka;

import static io.millrace.internal.kafka.SteppedSource.INTERVAL;
import static io.millrace.internal.kafka.SteppedSource.P0;
import static io.millrace.internal.kafka.SteppedSource.committed;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.errors.MillraceException;
import io.millrace.runtime.EpochProgress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Checkpoints that somebody asks for. */
class SourceCheckpointTest {

    private final SteppedSource source = new SteppedSource();

    @Test
    void itIsDoneWhenWhatHadFlowedIsDurable() {
        read(0, 3);

        CompletableFuture<EpochProgress> durable = source.worker.checkpoint();
        assertThat(durable).isNotDone();
        source.step();
        source.step();

        assertThat(done(durable).recordsIn()).isEqualTo(3);
        assertThat(source.consumer.groupOffsets).containsEntry(P0, committed(3));
    }

    @Test
    void itDoesNotMoveTheTrigger() {
        source.assign(P0);
        source.time.advance(INTERVAL.minusMillis(10));
        source.worker.checkpoint();
        source.step();
        source.step();
        assertThat(source.progress).hasSize(1);

        source.time.advance(INTERVAL);
        source.step();
        source.step();

        assertThat(source.progress).hasSize(2);
    }

    @Test
    void whoAskWhileNoneHasBegunGetTheSameOne() {
        read(0, 3);

        CompletableFuture<EpochProgress> first = source.worker.checkpoint();
        CompletableFuture<EpochProgress> second = source.worker.checkpoint();
        source.step();
        source.step();

        assertThat(done(first)).isSameAs(done(second));
        assertThat(source.progress).hasSize(1);
    }

    @Test
    void whoAsksAmidOneGetsTheNextBecauseRecordsFlowedBehindItsBarrier() {
        read(0, 3);
        source.behind.acknowledging = false;
        CompletableFuture<EpochProgress> first = source.worker.checkpoint();
        source.step();
        read(3, 2);

        CompletableFuture<EpochProgress> second = source.worker.checkpoint();
        source.behind.acknowledgeLate();
        source.worker.doWork();
        source.worker.doWork();
        assertThat(done(first).recordsIn()).isEqualTo(3);
        assertThat(second).isNotDone();
        source.step();
        source.step();

        assertThat(done(second).recordsIn()).isEqualTo(2);
    }

    @Test
    void theLastEpochOfAStopIsOne() {
        read(0, 3);
        source.worker.requestDrain();

        CompletableFuture<EpochProgress> durable = source.worker.checkpoint();
        source.stepUntilDrained();

        assertThat(done(durable).recordsIn()).isEqualTo(3);
    }

    @Test
    void aRunThatEndsBeforeLetsGoWhoWaits() {
        read(0, 3);
        source.behind.acknowledging = false;
        CompletableFuture<EpochProgress> underWay = source.worker.checkpoint();
        source.step();
        CompletableFuture<EpochProgress> next = source.worker.checkpoint();

        source.worker.close();

        assertThat(underWay)
                .failsWithin(0, TimeUnit.SECONDS)
                .withThrowableThat()
                .withCauseInstanceOf(MillraceException.class);
        assertThat(next).isCompletedExceptionally();
        assertThat(source.worker.checkpoint()).isCompletedExceptionally();
    }

    private static EpochProgress done(CompletableFuture<EpochProgress> durable) {
        assertThat(durable).isCompleted();
        return durable.join();
    }

    private void read(long from, int records) {
        if (from == 0) {
            source.assign(P0);
        }
        source.consumer.addRecords(P0, from, records);
        source.poll();
        source.step();
    }
}
