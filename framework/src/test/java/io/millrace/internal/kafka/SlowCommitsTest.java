package io.millrace.internal.kafka;

import static io.millrace.internal.kafka.SteppedSource.INTERVAL;
import static io.millrace.internal.kafka.SteppedSource.P0;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.epoch.Position;
import io.millrace.support.ManualTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reading, while transactions take as long as epochs. */
class SlowCommitsTest {

    private final FakeTransactions kafka = new FakeTransactions();
    private final CommitWorker committer = new CommitWorker(
            "app-cards-1",
            new CommitProducer(
                    kafka::newProducer,
                    kafka::lookUp,
                    new ChangelogTopics("cards", List.of(), new ManualTime()),
                    new OutputRecords(new ManualTime()),
                    new Latencies(new ManualTime())),
            () -> {},
            () -> {});
    private final SteppedSource source = new SteppedSource(from ->
            new TransactionCommitter("cards", from.consumer, from.state.stores, from.buffers, committer, from.time));
    private final List<PartitionAssignment> assignments = new ArrayList<>();

    @BeforeEach
    void read() {
        committer.doWork(); // gets ready
        source.assign(P0);
        source.parts.feeds().remove(List.of(P0));
        assignments.add(source.parts
                .opener()
                .open(P0, new StartPositions.Start(new Position(0, null), 2, true), null, Set.of(P0))
                .assignment());
        source.step();
    }

    @Test
    void readingGoesOnThroughAHundredEpochsAndEachCommitHasItsOutputs() {
        List<String> expected = new ArrayList<>();
        for (int epoch = 0; epoch < 100; epoch++) {
            read(2L * epoch);
            source.buffers.seal(Outputs.sealed(Outputs.of(assignments.get(0), "epoch-" + epoch)));
            source.time.advance(INTERVAL);
            source.step(); // the barrier; its commit goes to the committer, which is not run yet
            assertThat(kafka.commits).isEqualTo(epoch);

            read(2L * epoch + 1);

            assertThat(source.behind.offsets()).endsWith(2L * epoch + 1);
            committer.doWork();
            source.step();
            expected.add("null epoch-%d=epoch-%d".formatted(epoch, epoch));
        }

        assertThat(kafka.committed("out")).isEqualTo(expected);
        assertThat(source.progress).hasSize(100);
    }

    @Test
    void nothingIsReadWhileTooManyOutputsWaitAndTheCommitBeforeThemIsNotMade() {
        long[] waiting = new long[1];
        source.buffers.add(() -> waiting[0]);
        read(0);
        source.time.advance(INTERVAL);
        source.step();
        waiting[0] = SteppedSource.MAX_CHANGED_BYTES;

        source.poll();
        source.consumer.addRecords(P0, 1, 1);
        source.poll();
        source.step();
        assertThat(source.behind.offsets()).containsExactly(0L);

        committer.doWork();
        source.step();
        waiting[0] = 0;
        source.poll();
        source.poll();
        source.step();
        assertThat(source.behind.offsets()).containsExactly(0L, 1L);
    }

    private void read(long offset) {
        source.consumer.addRecords(P0, offset, 1);
        source.poll();
        source.poll();
        source.step();
    }
}
