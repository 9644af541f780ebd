package io.millrace.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.epoch.Position;
import io.millrace.internal.epoch.Shard;
import io.millrace.internal.kafka.FakeTransactions.Step;
import io.millrace.processor.SourcePartition;
import io.millrace.support.LogLines;
import io.millrace.support.ManualTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class TransactionCommitterTest {

    private static final Duration RETRY = Duration.ofMillis(100);
    private static final String ID = "app-cards-1";
    private static final String PROFILES = "app-cards-profiles-changelog";

    private final ManualTime time = new ManualTime();
    private final ChangedState state = new ChangedState(time);
    private final FakeConsumer consumer = new FakeConsumer();
    private final FakeTransactions kafka = new FakeTransactions();
    private final OutputBuffers buffers = new OutputBuffers();
    private final AtomicInteger wakeUps = new AtomicInteger();
    private final CommitWorker worker = new CommitWorker(
            ID,
            new CommitProducer(
                    kafka::newProducer,
                    kafka::lookUp,
                    new ChangelogTopics(
                            "cards",
                            List.of(
                                    new ChangelogTopic("profiles", PROFILES, 1_000),
                                    new ChangelogTopic("totals", "app-cards-totals-changelog", 1_000)),
                            time),
                    new OutputRecords(time),
                    new Latencies(time)),
            () -> {},
            wakeUps::incrementAndGet);
    private final TransactionCommitter committer =
            new TransactionCommitter("cards", consumer, state.stores, buffers, worker, time);
    private final PartitionAssignment first = state.assign(0);
    private final PartitionAssignment second = state.assign(1);

    @Test
    void nothingIsDoneByTheSourcesThread() {
        worker.doWork(); // gets ready
        begin(Map.of(first, 10L));

        assertThat(committer.advance()).isFalse();
        assertThat(committer.advance()).isFalse();

        assertThat(kafka.commits).isZero();
        assertThat(worker.doWork()).isEqualTo(1);
        assertThat(kafka.commits).isEqualTo(1);
    }

    @Test
    void theSourceIsWokenOnceItIsDurable() {
        worker.doWork();
        begin(Map.of(first, 10L));
        committer.advance();

        worker.doWork();

        assertThat(wakeUps).hasValue(1);
        assertThat(committer.advance()).isTrue();
    }

    @Test
    void noAnswerIsWaitedForByPolling() {
        begin(Map.of(first, 10L));
        committer.advance();

        assertThat(committer.isAnswerPending()).isFalse();
    }

    @Test
    void eachEpochHasTheNextNumber() {
        commit(Map.of(first, 10L));
        commit(Map.of(first, 20L));

        assertThat(kafka.markers(PROFILES)).extracting(Marker::epoch).containsExactly(1L, 2L);
    }

    @Test
    void whereNothingHappenedNothingIsCommitted() {
        commit(Map.of(first, 10L));

        commit(Map.of(first, 10L));

        assertThat(kafka.commits).isEqualTo(1);
    }

    @Test
    void aStartThatIsCommittedIsNoMove() {
        committer.startedAt(first, new Position(5, null));

        commit(Map.of(first, 5L));

        assertThat(kafka.commits).isZero();
    }

    @Test
    void aChangeWithoutAMoveIsCommitted() {
        committer.startedAt(first, new Position(5, null));
        state.put(first, ChangedState.PROFILES, "a", "1");

        commit(Map.of(first, 5L));

        assertThat(kafka.committed(PROFILES)).containsExactly("0 a=1", "0 marker");
    }

    @Test
    void aStartThatIsNotCommittedIsCommittedWithTheEmptyState() {
        commit(Map.of(first, 5L));

        assertThat(kafka.committed(PROFILES)).containsExactly("0 marker");
        assertThat(kafka.groupOffsets).containsOnlyKeys(new TopicPartition("in", 0));
    }

    @Test
    void partitionsWithoutStateAreCommittedTooAndNameTheirCommit() {
        PartitionAssignment plain = new PartitionAssignment(new SourcePartition("plain", 3), 9, 4);

        commit(Map.of(plain, 30L));

        assertThat(kafka.groupOffsets)
                .containsExactly(Map.entry(
                        new TopicPartition("plain", 3),
                        new OffsetAndMetadata(30, "millrace;partitions=4;commit=app-cards-1/1")));
    }

    @Test
    void offsetsWithoutStateThatAreCommittedAlreadyAreLeftOut() {
        PartitionAssignment plain = new PartitionAssignment(new SourcePartition("plain", 3), 9, 4);
        commit(Map.of(plain, 30L));

        commit(Map.of(plain, 30L));

        assertThat(kafka.commits).isEqualTo(1);
    }

    @Test
    void aShardOfWhichOnePartitionWasTakenAwayIsDroppedAsAWhole() {
        Shard shard = Objects.requireNonNull(first.shard());
        PartitionAssignment other = state.assignment("limits", shard);
        state.put(first, ChangedState.PROFILES, "a", "1");
        state.put(second, ChangedState.PROFILES, "b", "2");
        begin(Map.of(first, 10L, other, 20L, second, 30L));
        other.discard();

        finish();

        assertThat(kafka.committed(PROFILES)).containsExactly("1 b=2", "1 marker");
        assertThat(kafka.groupOffsets).containsOnlyKeys(new TopicPartition("in", 1));
    }

    @Test
    void aRefusedCommitIsTriedAgainAfterAPauseWithOurPlaceInTheGroupAtThatTime() {
        kafka.fail(Step.OFFSETS, new CommitFailedException("a new generation"));
        state.put(first, ChangedState.PROFILES, "a", "1");
        begin(Map.of(first, 10L));
        turn();
        consumer.member = FakeConsumer.member(2, "member");

        turn();
        assertThat(kafka.members).hasSize(1);
        time.advance(RETRY);
        finish();

        assertThat(kafka.members)
                .extracting(ConsumerGroupMetadata::generationId)
                .containsExactly(1, 2);
        assertThat(kafka.committed(PROFILES)).containsExactly("0 a=1", "0 marker");
    }

    @Test
    void outputsTravelWithThePositionsOfTheirInputs() {
        buffers.seal(Outputs.sealed(Outputs.of(first, "x")));

        commit(Map.of(first, 10L));

        assertThat(kafka.committed("out")).containsExactly("null x=x");
        assertThat(kafka.groupOffsets).containsOnlyKeys(new TopicPartition("in", 0));
    }

    @Test
    void outputsOfAShardOfWhichOnePartitionWasTakenAwayAreDroppedAsAWhole() {
        PartitionAssignment other = state.assignment("limits", Objects.requireNonNull(first.shard()));
        buffers.seal(Outputs.sealed(Outputs.of(first, "1"), Outputs.of(other, "2"), Outputs.of(second, "3")));
        begin(Map.of(first, 10L, other, 20L, second, 30L));
        other.discard();

        finish();

        assertThat(kafka.committed("out")).containsExactly("null 3=3");
    }

    @Test
    void outputsOfInputsThatHaveNotMovedTakeTheirPositionsWithThem() {
        PartitionAssignment plain = new PartitionAssignment(new SourcePartition("plain", 3), 9, 4);
        committer.startedAt(plain, new Position(30, null));
        committer.startedAt(first, new Position(10, null));
        buffers.seal(Outputs.sealed(Outputs.of(plain, "1"), Outputs.of(first, "2")));

        commit(Map.of(plain, 30L, first, 10L));

        assertThat(kafka.committed("out")).containsExactly("null 1=1", "null 2=2");
        assertThat(kafka.groupOffsets).containsOnlyKeys(new TopicPartition("plain", 3), new TopicPartition("in", 0));
    }

    @Test
    void outputsOfAnEpochThatWasTakenAwayAltogetherDoNotComeWithTheNext() {
        buffers.seal(Outputs.sealed(Outputs.of(first, "1")));
        begin(Map.of(first, 10L));
        first.discard();
        finish();
        buffers.seal(Outputs.sealed(Outputs.of(second, "2")));

        commit(Map.of(second, 20L));

        assertThat(kafka.committed("out")).containsExactly("null 2=2");
    }

    @Test
    void outputsOfARefusedCommitComeWithTheNextTry() {
        kafka.fail(Step.OFFSETS, new CommitFailedException("a new generation"));
        buffers.seal(Outputs.sealed(Outputs.of(first, "1"), Outputs.of(second, "2")));
        begin(Map.of(first, 10L, second, 20L));
        turn();
        first.discard();

        time.advance(RETRY);
        finish();

        assertThat(kafka.committed("out")).containsExactly("null 2=2");
    }

    @Test
    void aRefusedCommitIsTriedAgainForWhatIsStillOwned() {
        kafka.fail(Step.OFFSETS, new CommitFailedException("a new generation"));
        state.put(first, ChangedState.PROFILES, "a", "1");
        state.put(second, ChangedState.PROFILES, "b", "2");
        begin(Map.of(first, 10L, second, 20L));
        turn();
        first.discard();

        time.advance(RETRY);
        finish();

        assertThat(kafka.committed(PROFILES)).containsExactly("1 b=2", "1 marker");
    }

    @Test
    void whatIsTakenAwayAltogetherNeedsNoCommit() {
        kafka.fail(Step.OFFSETS, new CommitFailedException("a new generation"));
        begin(Map.of(first, 10L));
        turn();

        first.discard();

        assertThat(committer.advance()).isTrue();
        assertThat(kafka.commits).isZero();
    }

    @Test
    void nobodyMayCloseTheStateWhileTheCommitReadsItThoughItWasTakenAway() {
        worker.doWork();
        begin(Map.of(first, 10L));
        committer.advance();
        first.discard();

        assertThat(committer.advance()).isFalse();
        worker.doWork();
        assertThat(committer.advance()).isTrue();
    }

    @Test
    void withoutAPlaceInTheGroupNothingIsCommittedForKafkaWouldNotCheck() {
        consumer.member = FakeConsumer.member(-1, "");
        begin(Map.of(first, 10L));

        turn();
        time.advance(RETRY);
        turn();
        assertThat(kafka.members).isEmpty();
        consumer.member = FakeConsumer.member(2, "member");
        time.advance(RETRY);
        finish();

        assertThat(kafka.commits).isEqualTo(1);
    }

    @Test
    void anOutageIsToldOnceAndSoIsItsEnd() {
        for (int outage = 0; outage < 3; outage++) {
            kafka.fail(Step.OFFSETS, new TimeoutException("away"));
        }
        begin(Map.of(first, 10L));

        List<String> lines = LogLines.of(TransactionCommitter.class, () -> {
            for (int attempt = 0; attempt < 4; attempt++) {
                turn();
                time.advance(RETRY);
            }
        });

        assertThat(lines)
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("WARN Topology 'cards'")
                                .contains("TimeoutException"),
                        line -> assertThat(line).startsWith("INFO Topology 'cards'"));
    }

    @Test
    void aShardThatFlowsBeforeItsStateIsOpenIsAMistakeOfOurs() {
        PartitionAssignment unopened = state.assignment("in", new Shard("in", 2));
        begin(Map.of(unopened, 10L));

        assertThatIllegalStateException().isThrownBy(committer::advance).withMessageContaining("in-2");
    }

    @Test
    void aSecondCommitBesideOneIsAMistakeOfOurs() {
        EpochCommit commit = new EpochCommit(new CommitId(ID, 1), List.of(), Map.of(), List.of(), consumer.member);
        worker.submit(commit);

        assertThatIllegalStateException().isThrownBy(() -> worker.submit(commit));
    }

    private void begin(Map<PartitionAssignment, Long> offsets) {
        state.seal();
        Map<PartitionAssignment, Position> end = new HashMap<>();
        offsets.forEach((assignment, offset) -> end.put(assignment, new Position(offset, null)));
        committer.begin(end);
    }

    private void commit(Map<PartitionAssignment, Long> offsets) {
        begin(offsets);
        finish();
    }

    /** Lets both threads do what they can. */
    private boolean turn() {
        boolean durable = committer.advance();
        while (worker.doWork() > 0) {
            durable = committer.advance();
        }
        return durable;
    }

    private void finish() {
        boolean durable = false;
        for (int attempt = 0; attempt < 3 && !durable; attempt++) {
            durable = turn();
        }
        assertThat(durable).isTrue();
    }
}
