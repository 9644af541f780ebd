package io.millrace.internal.stage;

import static io.millrace.internal.stage.SteppedStage.work;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.errors.RecordFailedException;
import io.millrace.internal.epoch.Epoch;
import io.millrace.internal.exchange.LaneEvent;
import io.millrace.internal.exchange.Origin;
import io.millrace.internal.exchange.RecordSequence;
import io.millrace.processor.Record;
import io.millrace.support.TestEpochs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a worker works a block off: as if its records had come one by one. */
class BlockTest {

    private final SteppedStage stage = new SteppedStage();
    private final FakeOutputWriter writer = stage.writer;
    private final List<String> seen = new ArrayList<>();

    @Test
    void allRecordsOfABlockAreProcessedInOrder() {
        StageWorker worker = stage.worker(stream -> stream.to("out"));
        send("1", "2", "3");

        work(worker);

        assertThat(writer.values()).containsExactly("1", "2", "3");
    }

    @Test
    void theWorkerStopsAmidABlockWhenTheWriterHasEnough() {
        StageWorker worker = stage.worker(stream -> stream.to("out"));
        send("1", "2", "3");
        writer.wants = 2;

        worker.doWork();
        assertThat(writer.values()).containsExactly("1", "2");
        assertThat(worker.doWork()).isZero();
        writer.wants = 10;
        work(worker);

        assertThat(writer.values()).containsExactly("1", "2", "3");
    }

    @Test
    void whatComesBehindABlockWaitsForIt() {
        StageWorker worker = stage.worker(stream -> stream.to("out"));
        send("1", "2", "3");
        stage.input.send(SteppedStage.data(stage.assignment, 3, "4"));
        writer.wants = 2;
        worker.doWork();
        writer.wants = 10;

        work(worker);

        assertThat(writer.values()).containsExactly("1", "2", "3", "4");
    }

    @Test
    void theBarrierBehindABlockDoesNotOvertakeIt() {
        StageWorker worker = stage.worker(stream -> stream.to("out"));
        Epoch epoch = TestEpochs.epoch(1);
        send("1", "2", "3");
        stage.input.broadcast(new LaneEvent.Barrier(epoch, List.of()));
        writer.wants = 2;
        worker.doWork();
        assertThat(writer.log).doesNotContain("seal");

        writer.wants = 10;
        work(worker);

        assertThat(writer.log).containsExactly("1", "2", "3", "seal");
    }

    @Test
    void aTurnEndsAmidABlock() {
        StageWorker worker = stage.worker(stream -> stream.foreach((key, value) -> {
            seen.add(value);
            stage.time.advance(Duration.ofMillis(3));
        }));
        send("1", "2", "3", "4");

        worker.doWork();
        assertThat(seen).containsExactly("1", "2");
        work(worker);

        assertThat(seen).containsExactly("1", "2", "3", "4");
    }

    @Test
    void whatIsLeftOfABlockIsVoidOnceItsAssignmentIsDiscarded() {
        StageWorker worker = stage.worker(stream -> stream.to("out"));
        send("1", "2", "3");
        writer.wants = 1;
        worker.doWork();
        stage.assignment.discard();
        writer.wants = 10;

        work(worker);

        assertThat(writer.values()).containsExactly("1");
    }

    @Test
    void aRecordThatFailsIsNamedByItsOwnOffset() {
        StageWorker worker = stage.worker(stream -> stream.foreach((key, value) -> {
            if (value.equals("3")) {
                throw new IllegalStateException("three");
            }
        }));
        send("1", "2", "3");

        assertThatExceptionOfType(RecordFailedException.class)
                .isThrownBy(worker::doWork)
                .withMessageContaining("offset 2");
    }

    private void send(String... values) {
        stage.input.laneOf(stage.assignment).writeBlock(new LaneEvent.Block(0, new Values(List.of(values))));
    }

    private final class Values implements RecordSequence {
        private final List<LaneEvent.Data> records = new ArrayList<>();

        Values(List<String> values) {
            values.forEach(value -> records.add(SteppedStage.data(stage.assignment, records.size(), value)));
        }

        @Override
        public int size() {
            return records.size();
        }

        @Override
        public long bytes() {
            return 0;
        }

        @Override
        public Origin origin(int index) {
            return records.get(index).origin();
        }

        @Override
        public Record<Object, Object> record(int index) {
            return records.get(index).record();
        }
    }
}
