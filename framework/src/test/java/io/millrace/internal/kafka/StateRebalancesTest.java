package io.millrace.internal.kafka;

import static io.millrace.internal.kafka.SteppedSource.P0;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.epoch.Position;
import io.millrace.internal.epoch.Shard;
import io.millrace.internal.kafka.FakeTransactions.Step;
import io.millrace.support.ManualTime;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a shard's state when its partition is taken away, with the committer at work beside the source. */
class StateRebalancesTest {

    private static final String PROFILES = "app-cards-profiles-changelog";
    private static final List<ChangelogTopic> CHANGELOGS = List.of(
            new ChangelogTopic("profiles", PROFILES, 1_000),
            new ChangelogTopic("totals", "app-cards-totals-changelog", 1_000));

    private final FakeTransactions kafka = new FakeTransactions();
    private final CommitWorker committer = new CommitWorker(
            "app-cards-1",
            new CommitProducer(
                    kafka::newProducer,
                    kafka::lookUp,
                    new ChangelogTopics("cards", CHANGELOGS, new ManualTime()),
                    new OutputRecords(new ManualTime()),
                    new Latencies(new ManualTime())),
            () -> {},
            () -> {});
    private final SteppedSource source = new SteppedSource(from ->
            new TransactionCommitter("cards", from.consumer, from.state.stores, from.buffers, committer, from.time));
    private final ChangedState state = source.state;
    private final Shard shard = state.open(0);

    @BeforeEach
    void readAndChange() {
        committer.doWork(); // gets ready
        source.assign(P0);
        source.parts.feeds().remove(List.of(P0));
        PartitionAssignment assignment = source.parts
                .opener()
                .open(P0, new StartPositions.Start(new Position(0, null), 2, true), shard, Set.of(P0))
                .assignment();
        source.poll();
        source.consumer.addRecords(P0, 0, 3);
        source.poll();
        source.step();
        state.put(assignment, ChangedState.PROFILES, "a", "1");
        state.seal();
        source.besides = committer::doWork;
    }

    @Test
    void whatIsRevokedIsCommittedBeforeItGoes() {
        source.assign();

        assertThat(kafka.committed(PROFILES)).containsExactly("0 a=1", "0 marker");
        assertThat(kafka.groupOffsets.get(P0)).extracting("offset").isEqualTo(3L);
        assertThat(state.stores.of(shard)).isNull();
    }

    @Test
    void aCommitThatTheGroupRefusesMeanwhileIsMadeAgain() {
        kafka.fail(Step.OFFSETS, new CommitFailedException("a new generation"));

        source.assign();

        assertThat(kafka.committed(PROFILES)).containsExactly("0 a=1", "0 marker");
    }

    @Test
    void stateThatIsGivenUpWithoutACommitStaysOpenUntilTheCommitterIsDoneWithIt() {
        source.besides = () -> 0; // Kafka does not answer it
        source.assign();
        source.worker.doWork();
        assertThat(state.stores.of(shard)).isNotNull();

        committer.doWork();
        source.worker.doWork();

        assertThat(state.stores.of(shard)).isNull();
    }

    @Test
    void whatIsLostIsNotCommitted() {
        source.rebalances.onPartitionsLost(List.of(P0));

        source.step();

        assertThat(kafka.commits).isZero();
        assertThat(state.stores.of(shard)).isNull();
    }

    @Test
    void whatIsLostWhileItsCommitWaitsToBeMadeAgainIsDropped() {
        kafka.fail(Step.OFFSETS, new CommitFailedException("a new generation"));
        source.parts.epochs().sendBarrier();
        source.step();
        source.step();

        source.rebalances.onPartitionsLost(List.of(P0));
        source.step();
        source.step();

        assertThat(kafka.commits).isZero();
        assertThat(state.stores.of(shard)).isNull();
    }
}
