package io.millrace.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.errors.MissingTopicException;
import io.millrace.errors.StateTooLargeException;
import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.epoch.Position;
import io.millrace.internal.kafka.FakeTransactions.Step;
import io.millrace.processor.SourcePartition;
import io.millrace.support.ManualTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class StateProducerTest {

    private static final String ID = "app-cards-1";
    private static final String PROFILES = "app-cards-profiles-changelog";
    private static final String TOTALS = "app-cards-totals-changelog";
    private static final int LIMIT = 1_000;
    private static final ConsumerGroupMetadata MEMBER = FakeConsumer.member(3, "member");

    private final ManualTime time = new ManualTime();
    private final ChangedState state = new ChangedState(time);
    private final FakeTransactions kafka = new FakeTransactions();
    private final StateProducer producer = new StateProducer(
            kafka::newProducer,
            kafka::lookUp,
            new ChangelogTopics(
                    "cards",
                    List.of(
                            new ChangelogTopic("profiles", PROFILES, LIMIT),
                            new ChangelogTopic("totals", TOTALS, LIMIT)),
                    time));
    private final PartitionAssignment first = state.assign(0);
    private final PartitionAssignment second = state.assign(1);

    @Test
    void changesGoToTheShardsPartitionOfTheirStoresChangelogWithAMarkerBehindThem() {
        state.put(first, ChangedState.PROFILES, "a", "1");
        state.put(first, ChangedState.TOTALS, "b", "2");
        state.put(second, ChangedState.PROFILES, "c", "3");

        commit(1, moved(first, 10), moved(second, 20));

        assertThat(kafka.committed(PROFILES)).containsExactlyInAnyOrder("0 a=1", "0 marker", "1 c=3", "1 marker");
        assertThat(kafka.committed(TOTALS)).containsExactlyInAnyOrder("0 b=2", "0 marker", "1 marker");
        assertThat(kafka.commits).isEqualTo(1);
    }

    @Test
    void aMarkerFollowsTheChangesThatItIsAbout() {
        state.put(first, ChangedState.PROFILES, "a", "1");

        commit(1, moved(first, 10));

        assertThat(kafka.committed(PROFILES)).containsExactly("0 a=1", "0 marker");
    }

    @Test
    void aRemovedKeyIsATombstone() {
        state.put(first, ChangedState.PROFILES, "a", "1");
        state.remove(first, ChangedState.PROFILES, "a");

        commit(1, moved(first, 10));

        assertThat(kafka.committed(PROFILES)).containsExactly("0 a=null", "0 marker");
    }

    @Test
    void oneRecordIsWrittenForEachChangedKey() {
        state.put(first, ChangedState.PROFILES, "a", "1");
        state.put(first, ChangedState.PROFILES, "a", "2");

        commit(1, moved(first, 10));

        assertThat(kafka.committed(PROFILES)).containsExactly("0 a=2", "0 marker");
    }

    @Test
    void offsetsSayWhoCommittedThemWithWhichStores() {
        commit(7, moved(first, 10));

        assertThat(kafka.groupOffsets)
                .containsExactly(Map.entry(
                        new TopicPartition("in", 0),
                        CommitMetadata.withState(4, List.of("profiles", "totals"), new CommitId(ID, 7))
                                .with(new Position(10, null))));
        assertThat(kafka.members).containsExactly(MEMBER);
    }

    @Test
    void aMarkerHoldsTheOffsetsOfAllInputsOfTheShard() {
        PartitionAssignment other = state.assignment("limits", Objects.requireNonNull(first.shard()));
        ShardEnd end = new ShardEnd(
                state.of(first), Map.of(first, new Position(10, null), other, new Position(5, null)), true);

        commit(7, end);

        assertThat(kafka.markers(PROFILES)).containsExactly(new Marker(ID, 7, Map.of("in", 10L, "limits", 5L)));
        assertThat(kafka.groupOffsets).containsOnlyKeys(new TopicPartition("in", 0), new TopicPartition("limits", 0));
    }

    @Test
    void aShardThatMovedWithoutAChangeGetsItsMarkers() {
        commit(1, moved(first, 10));

        assertThat(kafka.committed(PROFILES)).containsExactly("0 marker");
        assertThat(kafka.committed(TOTALS)).containsExactly("0 marker");
    }

    @Test
    void aChangeWithoutAnyMoveTravelsWithTheOffset() {
        state.put(first, ChangedState.PROFILES, "a", "1");

        commit(1, still(first, 10));

        assertThat(kafka.committed(PROFILES)).containsExactly("0 a=1", "0 marker");
        assertThat(kafka.groupOffsets).containsOnlyKeys(new TopicPartition("in", 0));
    }

    @Test
    void whereNothingHappenedNothingIsWritten() {
        commit(1, still(first, 10));

        assertThat(kafka.last().transactionInFlight()).isFalse();
        assertThat(kafka.commits).isZero();
    }

    @Test
    void anIdleShardAddsNothingToTheCommitOfAnother() {
        commit(1, moved(first, 10), still(second, 20));

        assertThat(kafka.groupOffsets).containsOnlyKeys(new TopicPartition("in", 0));
    }

    @Test
    void offsetsWithoutStateTravelInTheSameTransaction() {
        PartitionAssignment plain = new PartitionAssignment(new SourcePartition("plain", 3), 9, 4);

        producer.commit(new StateCommit(
                new CommitId(ID, 1), List.of(moved(first, 10)), Map.of(plain, new Position(30, null)), MEMBER));

        assertThat(kafka.commits).isEqualTo(1);
        assertThat(kafka.groupOffsets)
                .containsEntry(
                        new TopicPartition("plain", 3),
                        new OffsetAndMetadata(30, "millrace;partitions=4;commit=app-cards-1/1"));
    }

    @Test
    void whatIsCommittedIsForgottenAndTheChangelogGoesOnBehindTheMarker() {
        state.put(first, ChangedState.PROFILES, "a", "1");

        commit(1, moved(first, 10));

        assertThat(sealed(first)).isZero();
        assertThat(state.of(first).loadedTo("profiles")).isEqualTo(OptionalLong.of(2));
        assertThat(state.of(first).loadedTo("totals")).isEqualTo(OptionalLong.of(1));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void aRefusedCommitIsAbortedAndTriedAgainByTheSameProducer(RuntimeException refusal) {
        state.put(first, ChangedState.PROFILES, "a", "1");
        kafka.fail(Step.OFFSETS, refusal);

        CommitOutcome outcome = commit(1, moved(first, 10));

        assertThat(outcome.obstacle()).isSameAs(refusal);
        assertThat(kafka.last().transactionAborted()).isTrue();
        assertThat(sealed(first)).isEqualTo(1);
        assertThat(tryAgain(1, moved(first, 10))).isEqualTo(CommitOutcome.DURABLE);
        assertThat(kafka.producers).hasSize(1);
        assertThat(kafka.committed(PROFILES)).containsExactly("0 a=1", "0 marker");
    }

    private static List<RuntimeException> refusals() {
        return List.of(
                new CommitFailedException("a new generation"),
                new KafkaException("The producer is in an error state", new CommitFailedException("a new generation")),
                new RebalanceInProgressException("rebalancing"));
    }

    @Test
    void aProducerThatCannotAbortIsReplaced() {
        kafka.fail(Step.OFFSETS, new CommitFailedException("a new generation"));
        kafka.fail(Step.ABORT, new ProducerFencedException("fenced"));

        commit(1, moved(first, 10));

        assertThat(tryAgain(1, moved(first, 10))).isEqualTo(CommitOutcome.DURABLE);
        assertThat(kafka.producers).hasSize(2);
        assertThat(kafka.producers.get(0).closed()).isTrue();
    }

    @Test
    void aCommitWhoseAnswerWasLostIsAdoptedIfTheGroupHasIt() {
        state.put(first, ChangedState.PROFILES, "a", "1");
        kafka.fail(Step.COMMIT_ANSWER, new TimeoutException("no answer"));

        CommitOutcome outcome = commit(1, moved(first, 10));

        assertThat(outcome.obstacle()).isInstanceOf(TimeoutException.class);
        assertThat(sealed(first)).isEqualTo(1);
        assertThat(tryAgain(1, moved(first, 10))).isEqualTo(CommitOutcome.DURABLE);
        assertThat(kafka.commits).isEqualTo(1);
        assertThat(sealed(first)).isZero();
        assertThat(state.of(first).loadedTo("profiles")).isEqualTo(OptionalLong.of(2));
    }

    @Test
    void aCommitWhoseAnswerWasLostIsWrittenAgainIfTheGroupDoesNotHaveIt() {
        state.put(first, ChangedState.PROFILES, "a", "1");
        kafka.fail(Step.COMMIT, new TimeoutException("no answer"));

        commit(1, moved(first, 10));

        assertThat(tryAgain(1, moved(first, 10))).isEqualTo(CommitOutcome.DURABLE);
        assertThat(kafka.producers).hasSize(2);
        assertThat(kafka.committed(PROFILES)).containsExactly("0 a=1", "0 marker");
    }

    @Test
    void anEarlierCommitOfTheSameOffsetIsNotTakenForThisOne() {
        commit(1, moved(first, 10));
        state.put(first, ChangedState.PROFILES, "a", "1");
        kafka.fail(Step.COMMIT, new TimeoutException("no answer"));

        commit(2, still(first, 10));
        tryAgain(2, still(first, 10));

        assertThat(kafka.committed(PROFILES)).containsExactly("0 marker", "0 a=1", "0 marker");
    }

    @Test
    void whatWasTakenAwayAfterALostAnswerIsNotAdopted() {
        state.put(first, ChangedState.PROFILES, "a", "1");
        state.put(second, ChangedState.PROFILES, "b", "2");
        kafka.fail(Step.COMMIT_ANSWER, new TimeoutException("no answer"));

        commit(1, moved(first, 10), moved(second, 20));
        tryAgain(1, moved(first, 10));

        assertThat(sealed(first)).isZero();
        assertThat(sealed(second)).isEqualTo(1);
    }

    @Test
    void theLookUpIsTriedAgainUntilItIsAnswered() {
        kafka.fail(Step.COMMIT_ANSWER, new TimeoutException("no answer"));
        kafka.fail(Step.LOOK_UP, new TimeoutException("no answer either"));
        commit(1, moved(first, 10));

        assertThat(tryAgain(1, moved(first, 10)).obstacle()).hasMessage("no answer either");
        assertThat(tryAgain(1, moved(first, 10))).isEqualTo(CommitOutcome.DURABLE);
        assertThat(kafka.commits).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("endsOfProducers")
    void aProducerThatIsOverIsReplacedByOneOfTheSameName(RuntimeException end) {
        state.put(first, ChangedState.PROFILES, "a", "1");
        kafka.fail(Step.COMMIT, end);

        assertThat(commit(1, moved(first, 10)).obstacle()).isSameAs(end);

        assertThat(kafka.producers.get(0).closed()).isTrue();
        assertThat(tryAgain(1, moved(first, 10))).isEqualTo(CommitOutcome.DURABLE);
        assertThat(kafka.lookUps).isEqualTo(1);
        assertThat(kafka.committed(PROFILES)).containsExactly("0 a=1", "0 marker");
    }

    private static List<RuntimeException> endsOfProducers() {
        return List.of(
                new ProducerFencedException("fenced"),
                new InvalidProducerEpochException("an old epoch"),
                new KafkaException("The producer is in an error state", new ProducerFencedException("fenced")),
                new DisconnectException("gone"));
    }

    @ParameterizedTest
    @EnumSource(names = {"INIT", "OFFSETS", "FLUSH", "COMMIT"})
    void aBrokerThatIsAwayIsWaitedForWhereverThatShows(Step step) {
        for (int outage = 0; outage < 5; outage++) {
            kafka.fail(step, new TimeoutException("away"));
        }
        state.put(first, ChangedState.PROFILES, "a", "1");
        commit(1, moved(first, 10));

        CommitOutcome outcome = CommitOutcome.again(new TimeoutException("not tried"));
        for (int attempt = 0; attempt < 5; attempt++) {
            assertThat(outcome.obstacle()).isInstanceOf(TimeoutException.class);
            outcome = tryAgain(1, moved(first, 10));
        }

        assertThat(outcome).isEqualTo(CommitOutcome.DURABLE);
        assertThat(kafka.committed(PROFILES)).containsExactly("0 a=1", "0 marker");
    }

    @Test
    void recordsThatTimeOutAreWrittenAgain() {
        state.put(first, ChangedState.PROFILES, "a", "1");
        kafka.fail(Step.SEND, new TimeoutException("not sent in time"));

        assertThat(commit(1, moved(first, 10)).obstacle()).hasMessage("not sent in time");

        assertThat(tryAgain(1, moved(first, 10))).isEqualTo(CommitOutcome.DURABLE);
        assertThat(kafka.committed(PROFILES)).containsExactly("0 a=1", "0 marker");
    }

    @Test
    void aProducerThatCannotBeMadeWhileTheBrokersAreAwayIsMadeLater() {
        kafka.fail(Step.COMMIT, new TimeoutException("away"));
        kafka.fail(Step.MAKE, new KafkaException("No resolvable bootstrap urls"));
        commit(1, moved(first, 10));

        assertThat(tryAgain(1, moved(first, 10)).obstacle()).hasMessageContaining("bootstrap");
        assertThat(tryAgain(1, moved(first, 10))).isEqualTo(CommitOutcome.DURABLE);
    }

    @Test
    void aRecordThatFailedKeepsTheTransactionFromBeingCommittedThoughTheFlushDoesNotTell() {
        state.put(first, ChangedState.PROFILES, "a", "1");
        kafka.fail(Step.SEND, new TopicAuthorizationException("not allowed"));

        assertThatThrownBy(() -> commit(1, moved(first, 10))).isInstanceOf(TopicAuthorizationException.class);
        assertThat(kafka.commits).isZero();
    }

    @Test
    void whatNobodyKnowsIsThrown() {
        kafka.fail(Step.OFFSETS, new KafkaException("Unexpected error in TxnOffsetCommitResponse"));

        assertThatThrownBy(() -> commit(1, moved(first, 10))).hasMessageStartingWith("Unexpected error");
        assertThat(kafka.commits).isZero();
    }

    @Test
    void anEntryThatIsTooLargeIsRefusedBeforeItIsSent() {
        state.put(first, ChangedState.PROFILES, "a", "x".repeat(LIMIT));

        assertThatThrownBy(() -> commit(1, moved(first, 10)))
                .isInstanceOf(StateTooLargeException.class)
                .hasMessageContaining("store 'profiles'")
                .hasMessageContaining("1129 bytes with its key")
                .hasMessageContaining("'" + PROFILES + "' takes 1000 at most");
        assertThat(kafka.last().uncommittedRecords()).isEmpty();
    }

    @Test
    void anEntryThatTheBrokerFindsTooLargeIsNamed() {
        state.put(first, ChangedState.PROFILES, "a", "1");
        kafka.fail(Step.SEND, new RecordTooLargeException("too large"));
        kafka.fail(
                Step.OFFSETS, new KafkaException("The producer is in an error state", new RecordTooLargeException()));

        assertThatThrownBy(() -> commit(1, moved(first, 10)))
                .isInstanceOf(StateTooLargeException.class)
                .hasMessageContaining("store 'profiles'");
    }

    @Test
    void aChangelogThatWasDeletedIsNamed() {
        state.put(first, ChangedState.PROFILES, "a", "1");
        kafka.fail(
                Step.SEND,
                new TimeoutException("not in the metadata", new UnknownTopicOrPartitionException("unknown")));

        assertThatThrownBy(() -> commit(1, moved(first, 10)))
                .isInstanceOf(MissingTopicException.class)
                .hasMessageContaining(PROFILES);
    }

    @Test
    void gettingReadyOutlivesABrokerThatIsAway() {
        kafka.fail(Step.INIT, new TimeoutException("away"));

        producer.prepare();

        assertThat(commit(1, moved(first, 10))).isEqualTo(CommitOutcome.DURABLE);
    }

    @Test
    void gettingReadyTellsWhatIsNotAllowed() {
        kafka.fail(Step.INIT, new TopicAuthorizationException("not allowed"));

        assertThatThrownBy(producer::prepare).isInstanceOf(TopicAuthorizationException.class);
    }

    @Test
    void closingClosesTheProducer() {
        producer.close();

        assertThat(kafka.last().closed()).isTrue();
    }

    private CommitOutcome commit(long epoch, ShardEnd... shards) {
        state.seal();
        return tryAgain(epoch, shards);
    }

    private CommitOutcome tryAgain(long epoch, ShardEnd... shards) {
        return producer.commit(new StateCommit(new CommitId(ID, epoch), List.of(shards), Map.of(), MEMBER));
    }

    private ShardEnd moved(PartitionAssignment assignment, long offset) {
        return new ShardEnd(state.of(assignment), Map.of(assignment, new Position(offset, null)), true);
    }

    private ShardEnd still(PartitionAssignment assignment, long offset) {
        return new ShardEnd(state.of(assignment), Map.of(assignment, new Position(offset, null)), false);
    }

    private int sealed(PartitionAssignment assignment) {
        int[] count = new int[1];
        state.of(assignment).forEachSealed((store, key, value, timestamp) -> count[0]++);
        return count[0];
    }
}
