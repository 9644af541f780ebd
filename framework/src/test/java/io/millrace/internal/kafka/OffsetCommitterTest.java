package io.millrace.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.epoch.Position;
import io.millrace.processor.SourcePartition;
import io.millrace.support.ManualTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.RetriableCommitFailedException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OffsetCommitterTest {

    private static final Duration RETRY = Duration.ofMillis(200);

    private final ManualTime time = new ManualTime();
    private final FakeConsumer consumer = new FakeConsumer();
    private final OffsetCommitter committer = new OffsetCommitter("cards", consumer, time);
    private final PartitionAssignment first = new PartitionAssignment(new SourcePartition("in", 0), 1, 4);
    private final PartitionAssignment second = new PartitionAssignment(new SourcePartition("in", 1), 2, 4);

    @Test
    void offsetsAreCommittedWithTheirMetadata() {
        commit(Map.of(first, new Position(10, 3)));

        assertThat(consumer.groupOffsets)
                .containsExactly(
                        Map.entry(partition(0), new OffsetAndMetadata(10, Optional.of(3), "millrace;partitions=4")));
    }

    @Test
    void itIsDurableOnceKafkaHasAnswered() {
        consumer.answersCommits = false;
        committer.begin(Map.of(first, new Position(10, null)));

        assertThat(committer.advance()).isFalse();
        assertThat(committer.advance()).isFalse();
        consumer.answer(null);
        assertThat(committer.advance()).isTrue();
    }

    @Test
    void oneCommitIsOnItsWayAtATime() {
        consumer.answersCommits = false;
        committer.begin(Map.of(first, new Position(10, null)));

        committer.advance();
        time.advance(RETRY);
        committer.advance();

        assertThat(consumer.sent).hasSize(1);
    }

    @Test
    void offsetsThatAreCommittedAlreadyAreLeftOut() {
        commit(Map.of(first, new Position(10, null), second, new Position(20, null)));

        commit(Map.of(first, new Position(10, null), second, new Position(21, null)));

        assertThat(consumer.sent.get(1)).containsOnlyKeys(partition(1));
    }

    @Test
    void nothingNewIsDurableWithoutACommit() {
        committer.startedAt(first, new Position(10, null));
        committer.begin(Map.of(first, new Position(10, null)));

        assertThat(committer.advance()).isTrue();
        assertThat(consumer.sent).isEmpty();
    }

    @Test
    void aPartitionThatCameBackIsCommittedAnew() {
        commit(Map.of(first, new Position(10, null)));
        PartitionAssignment again = new PartitionAssignment(first.partition(), 3, 4);

        commit(Map.of(again, new Position(10, null)));

        assertThat(consumer.sent).hasSize(2);
    }

    static List<Exception> passing() {
        return List.of(
                new RetriableCommitFailedException("connection"),
                new TimeoutException("late"),
                new CommitFailedException("generation"),
                new RebalanceInProgressException("rebalance"));
    }

    @ParameterizedTest
    @MethodSource("passing")
    void aPassingFailureIsTriedAgain(Exception failure) {
        consumer.refusals.add(failure);
        committer.begin(Map.of(first, new Position(10, null)));
        committer.advance();

        time.advance(RETRY);
        committer.advance();

        assertThat(consumer.groupOffsets).containsOnlyKeys(partition(0));
        assertThat(committer.advance()).isTrue();
    }

    @Test
    void aFailureIsNotTriedAgainAtOnce() {
        consumer.refusals.add(new CommitFailedException("generation"));
        committer.begin(Map.of(first, new Position(10, null)));

        committer.advance();
        time.advance(RETRY.minusNanos(1));
        committer.advance();

        assertThat(consumer.sent).hasSize(1);
    }

    @Test
    void whatIsTriedAgainIsStillOwned() {
        consumer.refusals.add(new CommitFailedException("generation"));
        committer.begin(Map.of(first, new Position(10, null), second, new Position(20, null)));
        committer.advance();
        first.discard();

        time.advance(RETRY);
        committer.advance();

        assertThat(consumer.sent.get(1)).containsOnlyKeys(partition(1));
    }

    @Test
    void nothingIsTriedAgainIfNothingIsOwnedAnyMore() {
        consumer.refusals.add(new CommitFailedException("generation"));
        committer.begin(Map.of(first, new Position(10, null)));
        committer.advance();
        first.discard();
        time.advance(RETRY);

        assertThat(committer.advance()).isTrue();
        assertThat(consumer.sent).hasSize(1);
    }

    @Test
    void aRefusedOffsetIsNotTakenForCommitted() {
        consumer.refusals.add(new CommitFailedException("generation"));
        committer.begin(Map.of(first, new Position(10, null)));
        committer.advance();

        committer.begin(Map.of(first, new Position(10, null)));
        committer.advance();

        assertThat(consumer.sent).hasSize(2);
    }

    @Test
    void aFailureThatDoesNotPassIsThrown() {
        GroupAuthorizationException failure = new GroupAuthorizationException("group");
        consumer.refusals.add(failure);
        committer.begin(Map.of(first, new Position(10, null)));
        committer.advance();

        assertThatThrownBy(committer::advance).isSameAs(failure);
    }

    @Test
    void aFailureThatIsNoneOfKafkasIsThrownAsOne() {
        IllegalStateException failure = new IllegalStateException();
        consumer.refusals.add(failure);
        committer.begin(Map.of(first, new Position(10, null)));
        committer.advance();

        assertThatThrownBy(committer::advance)
                .isInstanceOf(KafkaException.class)
                .hasCause(failure);
    }

    @Test
    void anAnswerCanBeWaitedFor() {
        consumer.answersCommits = false;
        committer.begin(Map.of(first, new Position(10, null)));
        committer.advance();
        consumer.answersCommits = true;

        committer.awaitAnswer(Duration.ofSeconds(1));

        assertThat(committer.isAnswerPending()).isFalse();
    }

    private void commit(Map<PartitionAssignment, Position> end) {
        committer.begin(end);
        committer.advance();
        assertThat(committer.advance()).isTrue();
    }

    private static TopicPartition partition(int partition) {
        return new TopicPartition("in", partition);
    }
}
