package io.millrace.internal.kafka;

import static io.millrace.internal.kafka.SteppedCommits.ID;
import static io.millrace.internal.kafka.SteppedCommits.LIMIT;
import static io.millrace.internal.kafka.SteppedCommits.MEMBER;
import static io.millrace.internal.kafka.SteppedCommits.PROFILES;
import static io.millrace.internal.kafka.SteppedCommits.TOTALS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.errors.MissingTopicException;
import io.millrace.errors.StateTooLargeException;
import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.epoch.Position;
import io.millrace.internal.kafka.FakeTransactions.Step;
import io.millrace.internal.plan.Division;
import io.millrace.processor.SourcePartition;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;

/** What one transaction writes, and what keeps it from being committed. */
class CommitTransactionTest {

    private final SteppedCommits commits = new SteppedCommits();
    private final ChangedState state = commits.state;
    private final FakeTransactions kafka = commits.kafka;
    private final CommitProducer producer = commits.producer;
    private final PartitionAssignment first = commits.first;
    private final PartitionAssignment second = commits.second;

    @Test
    void changesGoToTheShardsPartitionOfTheirStoresChangelogWithAMarkerBehindThem() {
        state.put(first, ChangedState.PROFILES, "a", "1");
        state.put(first, ChangedState.TOTALS, "b", "2");
        state.put(second, ChangedState.PROFILES, "c", "3");

        commits.commit(1, commits.moved(first, 10), commits.moved(second, 20));

        assertThat(kafka.committed(PROFILES)).containsExactlyInAnyOrder("0 a=1", "0 marker", "1 c=3", "1 marker");
        assertThat(kafka.committed(TOTALS)).containsExactlyInAnyOrder("0 b=2", "0 marker", "1 marker");
        assertThat(kafka.commits).isEqualTo(1);
    }

    @Test
    void aMarkerFollowsTheChangesThatItIsAbout() {
        state.put(first, ChangedState.PROFILES, "a", "1");

        commits.commit(1, commits.moved(first, 10));

        assertThat(kafka.committed(PROFILES)).containsExactly("0 a=1", "0 marker");
    }

    @Test
    void aRemovedKeyIsATombstone() {
        state.put(first, ChangedState.PROFILES, "a", "1");
        state.remove(first, ChangedState.PROFILES, "a");

        commits.commit(1, commits.moved(first, 10));

        assertThat(kafka.committed(PROFILES)).containsExactly("0 a=null", "0 marker");
    }

    @Test
    void oneRecordIsWrittenForEachChangedKey() {
        state.put(first, ChangedState.PROFILES, "a", "1");
        state.put(first, ChangedState.PROFILES, "a", "2");

        commits.commit(1, commits.moved(first, 10));

        assertThat(kafka.committed(PROFILES)).containsExactly("0 a=2", "0 marker");
    }

    @Test
    void offsetsSayWhoCommittedThemWithWhichStores() {
        commits.commit(7, commits.moved(first, 10));

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

        commits.commit(7, end);

        assertThat(kafka.markers(PROFILES))
                .containsExactly(new Marker(
                        ID,
                        7,
                        Division.BY_PARTITION,
                        Map.of(new TopicPartition("in", 0), 10L, new TopicPartition("limits", 0), 5L)));
        assertThat(kafka.groupOffsets).containsOnlyKeys(new TopicPartition("in", 0), new TopicPartition("limits", 0));
    }

    @Test
    void aShardThatMovedWithoutAChangeGetsItsMarkers() {
        commits.commit(1, commits.moved(first, 10));

        assertThat(kafka.committed(PROFILES)).containsExactly("0 marker");
        assertThat(kafka.committed(TOTALS)).containsExactly("0 marker");
    }

    @Test
    void aChangeWithoutAnyMoveTravelsWithTheOffset() {
        state.put(first, ChangedState.PROFILES, "a", "1");

        commits.commit(1, commits.still(first, 10));

        assertThat(kafka.committed(PROFILES)).containsExactly("0 a=1", "0 marker");
        assertThat(kafka.groupOffsets).containsOnlyKeys(new TopicPartition("in", 0));
    }

    @Test
    void whereNothingHappenedNothingIsWritten() {
        commits.commit(1, commits.still(first, 10));

        assertThat(kafka.last().transactionInFlight()).isFalse();
        assertThat(kafka.commits).isZero();
    }

    @Test
    void anIdleShardAddsNothingToTheCommitOfAnother() {
        commits.commit(1, commits.moved(first, 10), commits.still(second, 20));

        assertThat(kafka.groupOffsets).containsOnlyKeys(new TopicPartition("in", 0));
    }

    @Test
    void offsetsWithoutStateTravelInTheSameTransaction() {
        PartitionAssignment plain = new PartitionAssignment(new SourcePartition("plain", 3), 9, 4);

        commits.commit(1, List.of(commits.moved(first, 10)), Map.of(plain, new Position(30, null)));

        assertThat(kafka.commits).isEqualTo(1);
        assertThat(kafka.groupOffsets)
                .containsEntry(
                        new TopicPartition("plain", 3),
                        new OffsetAndMetadata(30, "millrace;partitions=4;commit=app-cards-1/1"));
    }

    @Test
    void whatIsCommittedIsForgottenAndTheChangelogGoesOnBehindTheMarker() {
        state.put(first, ChangedState.PROFILES, "a", "1");

        commits.commit(1, commits.moved(first, 10));

        assertThat(commits.sealed(first)).isZero();
        assertThat(state.of(first).loadedTo("profiles")).isEqualTo(OptionalLong.of(2));
        assertThat(state.of(first).loadedTo("totals")).isEqualTo(OptionalLong.of(1));
    }

    @Test
    void aRecordThatFailedKeepsTheTransactionFromBeingCommittedThoughTheFlushDoesNotTell() {
        state.put(first, ChangedState.PROFILES, "a", "1");
        kafka.fail(Step.SEND, new TopicAuthorizationException("not allowed"));

        assertThatThrownBy(() -> commits.commit(1, commits.moved(first, 10)))
                .isInstanceOf(TopicAuthorizationException.class);
        assertThat(kafka.commits).isZero();
    }

    @Test
    void anEntryThatIsTooLargeIsRefusedBeforeItIsSent() {
        state.put(first, ChangedState.PROFILES, "a", "x".repeat(LIMIT));

        assertThatThrownBy(() -> commits.commit(1, commits.moved(first, 10)))
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

        assertThatThrownBy(() -> commits.commit(1, commits.moved(first, 10)))
                .isInstanceOf(StateTooLargeException.class)
                .hasMessageContaining("store 'profiles'");
    }

    @Test
    void aChangelogThatWasDeletedIsNamed() {
        state.put(first, ChangedState.PROFILES, "a", "1");
        kafka.fail(
                Step.SEND,
                new TimeoutException("not in the metadata", new UnknownTopicOrPartitionException("unknown")));

        assertThatThrownBy(() -> commits.commit(1, commits.moved(first, 10)))
                .isInstanceOf(MissingTopicException.class)
                .hasMessageContaining(PROFILES);
    }
}
