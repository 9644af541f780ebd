package io.millrace.internal.kafka;

import static io.millrace.internal.kafka.SteppedCommits.PROFILES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.kafka.FakeTransactions.Step;
import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of commits that are refused, lost or not answered. */
class CommitProducerTest {

    private final SteppedCommits commits = new SteppedCommits();
    private final ChangedState state = commits.state;
    private final FakeTransactions kafka = commits.kafka;
    private final CommitProducer producer = commits.producer;
    private final PartitionAssignment first = commits.first;
    private final PartitionAssignment second = commits.second;

    @ParameterizedTest
    @MethodSource("refusals")
    void aRefusedCommitIsAbortedAndTriedAgainByTheSameProducer(RuntimeException refusal) {
        state.put(first, ChangedState.PROFILES, "a", "1");
        kafka.fail(Step.OFFSETS, refusal);

        CommitOutcome outcome = commits.commit(1, commits.moved(first, 10));

        assertThat(outcome.obstacle()).isSameAs(refusal);
        assertThat(kafka.last().transactionAborted()).isTrue();
        assertThat(commits.sealed(first)).isEqualTo(1);
        assertThat(commits.tryAgain(1, commits.moved(first, 10))).isEqualTo(CommitOutcome.DURABLE);
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

        commits.commit(1, commits.moved(first, 10));

        assertThat(commits.tryAgain(1, commits.moved(first, 10))).isEqualTo(CommitOutcome.DURABLE);
        assertThat(kafka.producers).hasSize(2);
        assertThat(kafka.producers.get(0).closed()).isTrue();
    }

    @Test
    void aCommitWhoseAnswerWasLostIsAdoptedIfTheGroupHasIt() {
        state.put(first, ChangedState.PROFILES, "a", "1");
        kafka.fail(Step.COMMIT_ANSWER, new TimeoutException("no answer"));

        CommitOutcome outcome = commits.commit(1, commits.moved(first, 10));

        assertThat(outcome.obstacle()).isInstanceOf(TimeoutException.class);
        assertThat(commits.sealed(first)).isEqualTo(1);
        assertThat(commits.tryAgain(1, commits.moved(first, 10))).isEqualTo(CommitOutcome.DURABLE);
        assertThat(kafka.commits).isEqualTo(1);
        assertThat(commits.sealed(first)).isZero();
        assertThat(state.of(first).loadedTo("profiles")).isEqualTo(OptionalLong.of(2));
    }

    @Test
    void aCommitWhoseAnswerWasLostIsWrittenAgainIfTheGroupDoesNotHaveIt() {
        state.put(first, ChangedState.PROFILES, "a", "1");
        kafka.fail(Step.COMMIT, new TimeoutException("no answer"));

        commits.commit(1, commits.moved(first, 10));

        assertThat(commits.tryAgain(1, commits.moved(first, 10))).isEqualTo(CommitOutcome.DURABLE);
        assertThat(kafka.producers).hasSize(2);
        assertThat(kafka.committed(PROFILES)).containsExactly("0 a=1", "0 marker");
    }

    @Test
    void anEarlierCommitOfTheSameOffsetIsNotTakenForThisOne() {
        commits.commit(1, commits.moved(first, 10));
        state.put(first, ChangedState.PROFILES, "a", "1");
        kafka.fail(Step.COMMIT, new TimeoutException("no answer"));

        commits.commit(2, commits.still(first, 10));
        commits.tryAgain(2, commits.still(first, 10));

        assertThat(kafka.committed(PROFILES)).containsExactly("0 marker", "0 a=1", "0 marker");
    }

    @Test
    void whatWasTakenAwayAfterALostAnswerIsNotAdopted() {
        state.put(first, ChangedState.PROFILES, "a", "1");
        state.put(second, ChangedState.PROFILES, "b", "2");
        kafka.fail(Step.COMMIT_ANSWER, new TimeoutException("no answer"));

        commits.commit(1, commits.moved(first, 10), commits.moved(second, 20));
        commits.tryAgain(1, commits.moved(first, 10));

        assertThat(commits.sealed(first)).isZero();
        assertThat(commits.sealed(second)).isEqualTo(1);
    }

    @Test
    void theLookUpIsTriedAgainUntilItIsAnswered() {
        kafka.fail(Step.COMMIT_ANSWER, new TimeoutException("no answer"));
        kafka.fail(Step.LOOK_UP, new TimeoutException("no answer either"));
        commits.commit(1, commits.moved(first, 10));

        assertThat(commits.tryAgain(1, commits.moved(first, 10)).obstacle()).hasMessage("no answer either");
        assertThat(commits.tryAgain(1, commits.moved(first, 10))).isEqualTo(CommitOutcome.DURABLE);
        assertThat(kafka.commits).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("endsOfProducers")
    void aProducerThatIsOverIsReplacedByOneOfTheSameName(RuntimeException end) {
        state.put(first, ChangedState.PROFILES, "a", "1");
        kafka.fail(Step.COMMIT, end);

        assertThat(commits.commit(1, commits.moved(first, 10)).obstacle()).isSameAs(end);

        assertThat(kafka.producers.get(0).closed()).isTrue();
        assertThat(commits.tryAgain(1, commits.moved(first, 10))).isEqualTo(CommitOutcome.DURABLE);
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
        commits.commit(1, commits.moved(first, 10));

        CommitOutcome outcome = CommitOutcome.again(new TimeoutException("not tried"));
        for (int attempt = 0; attempt < 5; attempt++) {
            assertThat(outcome.obstacle()).isInstanceOf(TimeoutException.class);
            outcome = commits.tryAgain(1, commits.moved(first, 10));
        }

        assertThat(outcome).isEqualTo(CommitOutcome.DURABLE);
        assertThat(kafka.committed(PROFILES)).containsExactly("0 a=1", "0 marker");
    }

    @Test
    void recordsThatTimeOutAreWrittenAgain() {
        state.put(first, ChangedState.PROFILES, "a", "1");
        kafka.fail(Step.SEND, new TimeoutException("not sent in time"));

        assertThat(commits.commit(1, commits.moved(first, 10)).obstacle()).hasMessage("not sent in time");

        assertThat(commits.tryAgain(1, commits.moved(first, 10))).isEqualTo(CommitOutcome.DURABLE);
        assertThat(kafka.committed(PROFILES)).containsExactly("0 a=1", "0 marker");
    }

    @Test
    void aProducerThatCannotBeMadeWhileTheBrokersAreAwayIsMadeLater() {
        kafka.fail(Step.COMMIT, new TimeoutException("away"));
        kafka.fail(Step.MAKE, new KafkaException("No resolvable bootstrap urls"));
        commits.commit(1, commits.moved(first, 10));

        assertThat(commits.tryAgain(1, commits.moved(first, 10)).obstacle()).hasMessageContaining("bootstrap");
        assertThat(commits.tryAgain(1, commits.moved(first, 10))).isEqualTo(CommitOutcome.DURABLE);
    }

    @Test
    void whatNobodyKnowsIsThrown() {
        kafka.fail(Step.OFFSETS, new KafkaException("Unexpected error in TxnOffsetCommitResponse"));

        assertThatThrownBy(() -> commits.commit(1, commits.moved(first, 10)))
                .hasMessageStartingWith("Unexpected error");
        assertThat(kafka.commits).isZero();
    }

    @Test
    void gettingReadyOutlivesABrokerThatIsAway() {
        kafka.fail(Step.INIT, new TimeoutException("away"));

        producer.prepare();

        assertThat(commits.commit(1, commits.moved(first, 10))).isEqualTo(CommitOutcome.DURABLE);
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
}
