package io.millrace.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.errors.BrokerUnavailableException;
import io.millrace.errors.MissingTopicException;
import io.millrace.errors.OutputFailedException;
import io.millrace.errors.RecordFailedException;
import io.millrace.errors.WorkerFailedException;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.StaleMemberEpochException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.apache.kafka.common.errors.TransactionAbortedException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KafkaFailuresTest {

    static List<Throwable> connection() {
        return List.of(
                new BrokerUnavailableException("cards", Duration.ofSeconds(1), new TimeoutException()),
                new OutputFailedException("cards", "out", new TimeoutException()),
                new WorkerFailedException("cards", "source", new DisconnectException()));
    }

    static List<Throwable> others() {
        return List.of(
                new OutputFailedException("cards", "out", new RecordTooLargeException()),
                new WorkerFailedException("cards", "source", new GroupAuthorizationException("group")),
                new WorkerFailedException("cards", "score-0", new IllegalStateException()),
                new RecordFailedException("cards", "score", "score", "in", 0, 0, new TimeoutException()),
                new MissingTopicException("cards", List.of("out")),
                new IllegalStateException());
    }

    @ParameterizedTest
    @MethodSource("connection")
    void failuresOfTheConnectionEndByThemselves(Throwable failure) {
        assertThat(KafkaFailures.isOfConnection(failure)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("others")
    void otherFailuresUseUpAttempts(Throwable failure) {
        assertThat(KafkaFailures.isOfConnection(failure)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void whatTheGroupRefusesIsAborted(Throwable failure) {
        assertThat(KafkaFailures.reactionTo(failure)).isEqualTo(CommitReaction.ABORT);
    }

    static List<Throwable> refusals() {
        return List.of(
                new CommitFailedException(),
                new StaleMemberEpochException("stale"),
                new UnknownMemberIdException(),
                new TransactionAbortableException("abort it"),
                new KafkaException("in an error state", new CommitFailedException()));
    }

    @ParameterizedTest
    @MethodSource("endsOfProducers")
    void aProducerThatIsOverIsReplaced(Throwable failure) {
        assertThat(KafkaFailures.reactionTo(failure)).isEqualTo(CommitReaction.NEW_PRODUCER);
    }

    static List<Throwable> endsOfProducers() {
        return List.of(
                new TimeoutException(),
                new DisconnectException(),
                new InterruptException("interrupted"),
                new ProducerFencedException("fenced"),
                new InvalidProducerEpochException("old"),
                new InvalidPidMappingException("expired"),
                new OutOfOrderSequenceException("gap"),
                new TransactionAbortedException(),
                new KafkaException(new InvalidTxnStateException("ended")));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void whatNoSecondTryMendsFails(Throwable failure) {
        assertThat(KafkaFailures.reactionTo(failure)).isEqualTo(CommitReaction.FAIL);
    }

    static List<Throwable> failures() {
        return List.of(
                new RecordTooLargeException(),
                new TransactionalIdAuthorizationException("no"),
                new KafkaException("in an error state", new GroupAuthorizationException("group")),
                new KafkaException("unexpected"),
                new IllegalStateException());
    }
}
