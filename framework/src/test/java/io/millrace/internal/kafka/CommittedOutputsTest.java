package io.millrace.internal.kafka;

import static io.millrace.internal.kafka.SteppedCommits.MEMBER;
import static io.millrace.internal.kafka.SteppedCommits.PROFILES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.errors.MissingTopicException;
import io.millrace.errors.OutputFailedException;
import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.epoch.Position;
import io.millrace.internal.kafka.FakeTransactions.Step;
import io.millrace.internal.metrics.LatencyRecorder.Taker;
import io.millrace.internal.stage.Output;
import io.millrace.processor.SourcePartition;
import io.millrace.runtime.RecordLatencies;
import io.millrace.trace.NotedTraces;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of outputs that leave with the checkpoint, in commits that succeed and in others. */
class CommittedOutputsTest {

    private final SteppedCommits commits = new SteppedCommits();
    private final ChangedState state = commits.state;
    private final FakeTransactions kafka = commits.kafka;
    private final PartitionAssignment first = commits.first;
    private final PartitionAssignment second = commits.second;
    private final PartitionAssignment plain = new PartitionAssignment(new SourcePartition("plain", 3), 9, 4);

    @Test
    void outputsChangesAndOffsetsAreOneTransaction() {
        state.put(first, ChangedState.PROFILES, "a", "1");
        commits.outputs = List.of(Outputs.sealed(Outputs.of(first, "x")));

        commits.commit(1, commits.moved(first, 10));

        assertThat(kafka.commits).isEqualTo(1);
        assertThat(outputs()).containsExactly("x");
        assertThat(kafka.committed(PROFILES)).containsExactly("0 a=1", "0 marker");
        assertThat(kafka.groupOffsets).containsOnlyKeys(new TopicPartition("in", 0));
        assertThat(kafka.members).containsExactly(MEMBER);
    }

    @Test
    void outputsOfAWorkerKeepTheirOrder() {
        commits.outputs = List.of(
                Outputs.sealed(Outputs.of(first, "1"), Outputs.of(second, "2"), Outputs.of(first, "3")),
                Outputs.sealed(Outputs.of(second, "4")));

        commits.commit(1, commits.moved(first, 10), commits.moved(second, 20));

        assertThat(outputs()).containsExactly("1", "2", "3", "4");
    }

    @Test
    void outputsOfPartitionsThatAreNotCommittedAreLeftOut() {
        commits.outputs =
                List.of(Outputs.sealed(Outputs.of(first, "1"), Outputs.of(second, "2"), Outputs.of(plain, "3")));

        commits.commit(1, commits.moved(second, 20));

        assertThat(outputs()).containsExactly("2");
    }

    @Test
    void withoutStateTheyTravelWithTheirPositions() {
        commits.outputs = List.of(Outputs.sealed(Outputs.of(plain, "x")));

        commitPlain(1);

        assertThat(outputs()).containsExactly("x");
        assertThat(kafka.groupOffsets).containsOnlyKeys(new TopicPartition("plain", 3));
    }

    @ParameterizedTest
    @MethodSource("passing")
    void aCommitThatIsMadeAgainHasTheSameOutputsOnce(Step step, RuntimeException failure) {
        commits.outputs = List.of(Outputs.sealed(Outputs.of(plain, "1"), Outputs.of(plain, "2")));
        kafka.fail(step, failure);

        assertThat(commitPlain(1).obstacle()).isSameAs(failure);

        assertThat(commitPlain(1)).isEqualTo(CommitOutcome.DURABLE);
        assertThat(outputs()).containsExactly("1", "2");
    }

    private static List<Arguments> passing() {
        return List.of(
                Arguments.of(Step.OFFSETS, new CommitFailedException("a new one")),
                Arguments.of(Step.SEND, new TimeoutException("not in time")),
                Arguments.of(Step.FLUSH, new TimeoutException("away")),
                Arguments.of(Step.COMMIT, new TimeoutException("no answer")),
                Arguments.of(Step.COMMIT, new ProducerFencedException("fenced")));
    }

    @Test
    void outputsWithoutStateAreNotWrittenAgainIfTheirCommitWasMadeAndOnlyItsAnswerLost() {
        commits.outputs = List.of(Outputs.sealed(Outputs.of(plain, "x")));
        kafka.fail(Step.COMMIT_ANSWER, new TimeoutException("no answer"));

        assertThat(commitPlain(1).obstacle()).isInstanceOf(TimeoutException.class);

        assertThat(commitPlain(1)).isEqualTo(CommitOutcome.DURABLE);
        assertThat(outputs()).containsExactly("x");
        assertThat(kafka.commits).isEqualTo(1);
    }

    @Test
    void whatWasTakenAwayBetweenTwoTriesIsLeftOutOfTheSecond() {
        commits.outputs = List.of(Outputs.sealed(Outputs.of(first, "1"), Outputs.of(second, "2")));
        kafka.fail(Step.OFFSETS, new CommitFailedException("a new generation"));
        commits.commit(1, commits.moved(first, 10), commits.moved(second, 20));

        commits.tryAgain(1, commits.moved(second, 20));

        assertThat(outputs()).containsExactly("2");
    }

    @Test
    void outputsAndLatenciesCountWhenTheyAreVisible() {
        commits.outputs = List.of(Outputs.sealed(Outputs.of(first, "1"), Outputs.of(second, "2")));
        kafka.fail(Step.OFFSETS, new CommitFailedException("a new generation"));
        commits.commit(1, commits.moved(first, 10), commits.moved(second, 20));
        assertThat(commits.latencies.take(Taker.EPOCH).endToEnd().count()).isZero();

        commits.tryAgain(1, commits.moved(second, 20));

        RecordLatencies taken = commits.latencies.take(Taker.EPOCH);
        assertThat(taken.endToEnd().count()).isEqualTo(1);
        assertThat(taken.processing().count()).isEqualTo(1);
    }

    @Test
    void theStepOfATracedOutputIsOverWhenItIsVisible() {
        NotedTraces traces = new NotedTraces();
        Output output = Outputs.of(first, "1");
        commits.outputs = List.of(Outputs.sealed(new Output(
                output.sink(),
                output.topic(),
                output.key(),
                output.value(),
                output.timestamp(),
                output.headers(),
                output.origin().at(traces.step("a")))));
        kafka.fail(Step.OFFSETS, new CommitFailedException("a new generation"));
        commits.commit(1, commits.moved(first, 10));
        assertThat(traces.events).isEmpty();

        commits.tryAgain(1, commits.moved(first, 10));

        assertThat(traces.events).containsExactly("end a");
    }

    @Test
    void anOutputThatTheBrokerRefusesIsNamed() {
        commits.outputs = List.of(Outputs.sealed(Outputs.of(first, "x")));
        kafka.fail(Step.SEND, new RecordTooLargeException("too large"));

        assertThatThrownBy(() -> commits.commit(1, commits.moved(first, 10)))
                .isInstanceOf(OutputFailedException.class)
                .hasMessageContaining("from stage 'stage' to topic 'out'")
                .hasMessageContaining("topic 'in', partition 0, offset 7");
        assertThat(kafka.commits).isZero();
    }

    @Test
    void aTopicThatWasDeletedIsNamed() {
        commits.outputs = List.of(Outputs.sealed(Outputs.of(first, "x")));
        kafka.fail(
                Step.SEND,
                new TimeoutException("not in the metadata", new UnknownTopicOrPartitionException("unknown")));

        assertThatThrownBy(() -> commits.commit(1, commits.moved(first, 10)))
                .isInstanceOf(MissingTopicException.class)
                .hasMessageContaining("'out'");
    }

    @Test
    void aTimestampThatBrokersRefuseBecomesNow() {
        Output future = new Output(
                Outputs.WITH_CHECKPOINT,
                "out",
                null,
                null,
                Long.MAX_VALUE,
                List.of(),
                Outputs.of(first, "").origin());
        commits.outputs = List.of(Outputs.sealed(future));
        List<ProducerRecord<byte[], byte[]>> sent = new ArrayList<>();

        kafka.onCommit = sent::addAll;
        commits.commit(1, commits.moved(first, 10));

        assertThat(sent)
                .filteredOn(record -> record.topic().equals("out"))
                .singleElement()
                .satisfies(record -> assertThat(record.timestamp()).isEqualTo(commits.time.currentTimeMillis()));
    }

    private CommitOutcome commitPlain(long epoch) {
        return commits.commit(epoch, List.of(), Map.of(plain, new Position(30, null)));
    }

    private List<String> outputs() {
        return kafka.committed("out").stream()
                .map(text -> text.substring(text.indexOf('=') + 1))
                .toList();
    }
}
