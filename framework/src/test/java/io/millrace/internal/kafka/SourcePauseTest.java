package io.millrace.internal.kafka;

import static io.millrace.internal.kafka.SteppedSource.INTERVAL;
import static io.millrace.internal.kafka.SteppedSource.P0;
import static io.millrace.internal.kafka.SteppedSource.P1;
import static io.millrace.internal.kafka.SteppedSource.committed;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.runtime.Trigger;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a source does while it is to read nothing new. */
class SourcePauseTest {

    private final SteppedSource source = new SteppedSource();

    @Test
    void nothingIsReadUntilItIsResumed() {
        source.assign(P0);
        source.worker.pause();
        source.poll();
        source.consumer.addRecords(P0, 0, 3);

        source.poll();
        source.step();

        assertThat(source.consumer.paused()).containsExactly(P0);
        assertThat(source.behind.offsets()).isEmpty();

        source.worker.resume();
        source.poll();
        source.poll();
        source.step();

        assertThat(source.behind.offsets()).containsExactly(0L, 1L, 2L);
    }

    @Test
    void whatHasComeFromKafkaAndIsInNoLaneWaitsToo() {
        source.assign(P0);
        source.consumer.addRecords(P0, 0, 3);
        source.poll();

        source.worker.pause();
        source.step();
        assertThat(source.behind.offsets()).isEmpty();

        source.worker.resume();
        source.step();
        assertThat(source.behind.offsets()).containsExactly(0L, 1L, 2L);
    }

    @Test
    void epochsOfRealTimeGoOnAtTheirInterval() {
        source.assign(P0);
        source.worker.pause();
        source.time.advance(INTERVAL);

        source.step();
        source.step();

        assertThat(source.progress).hasSize(1);
    }

    @Test
    void aPartitionThatIsAssignedMeanwhileWaitsToo() {
        source.worker.pause();
        source.assign(P0);
        source.consumer.addRecords(P0, 0, 3);

        source.poll();
        source.poll();
        source.step();

        assertThat(source.consumer.paused()).containsExactly(P0);
        assertThat(source.behind.offsets()).isEmpty();
    }

    @Test
    void whatWasReadBeforeIsCommittedWhenAPartitionIsTakenAway() {
        source.assign(P0, P1);
        source.consumer.addRecords(P0, 0, 3);
        source.poll();
        source.step();
        source.worker.pause();

        source.rebalances.onPartitionsRevoked(List.of(P0));

        assertThat(source.consumer.groupOffsets).containsEntry(P0, committed(3));
    }

    @Test
    void aBatchThatWasBegunWaitsAndItsEpochEndsAllTheSame() {
        SteppedSource batches = new SteppedSource(Trigger.processingTime(INTERVAL));
        batches.assign(P0);
        batches.consumer.addRecords(P0, 0, 3);
        batches.poll();
        batches.worker.pause();
        batches.poll();
        batches.step();
        int before = batches.progress.size();

        batches.time.advance(Duration.ofSeconds(10));
        batches.step();
        batches.step();

        assertThat(batches.progress).hasSize(before + 1);
        assertThat(batches.behind.offsets()).isEmpty();

        batches.worker.resume();
        for (int turn = 0; turn < 3; turn++) {
            batches.poll();
            batches.step();
        }

        assertThat(batches.behind.offsets()).containsExactly(0L, 1L, 2L);
    }

    @Test
    void aStopEndsItAndCommitsWhatHadFlowed() {
        source.assign(P0);
        source.consumer.addRecords(P0, 0, 3);
        source.poll();
        source.step();
        source.worker.pause();
        source.consumer.addRecords(P0, 3, 2);
        source.poll();

        source.worker.requestDrain();
        source.stepUntilDrained();

        assertThat(source.consumer.groupOffsets).containsEntry(P0, committed(3));
    }

    @Test
    void whatIsBehindIsAskedForSinceNothingTellsItElse() {
        source.assign(P0);
        source.poll();
        source.worker.pause();
        source.poll();
        source.time.advance(Duration.ofSeconds(6));
        int before = source.consumer.questionsForEnds;

        source.poll();
        source.poll();

        assertThat(source.consumer.questionsForEnds).isEqualTo(before + 1);
    }
}
