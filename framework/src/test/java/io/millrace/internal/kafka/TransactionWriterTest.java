package io.millrace.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.millrace.errors.MillraceException;
import io.millrace.errors.OutputTooLargeException;
import io.millrace.internal.epoch.Epoch;
import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.stage.Output;
import io.millrace.internal.stage.RefusedOutput;
import io.millrace.support.TestEpochs;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TransactionWriterTest {

    private final Map<String, Integer> limits = new HashMap<>(Map.of("out", OutputSizes.NO_LIMIT));
    private final OutputSizes sizes = new OutputSizes(topic -> limits.getOrDefault(topic, OutputSizes.NO_LIMIT));
    private final Deque<Runnable> lookups = new ArrayDeque<>();
    private final List<MillraceException> failures = new ArrayList<>();
    private final OutputFailures failed = new OutputFailures("cards");
    private final OutputTopics topics =
            new OutputTopics(sizes::find, lookups::add, (topic, cause) -> failures.add(failed.of(topic, cause)));
    private final OutputBuffers buffers = new OutputBuffers();
    private final List<String> wakeUps = new ArrayList<>();
    private final TransactionWriter writer = new TransactionWriter(
            new TransactionOutputs(buffers, topics, sizes, failed), "stage", () -> wakeUps.add("writer"));
    private final PartitionAssignment assignment = TestEpochs.assignment("in", 0);
    private final Epoch epoch = TestEpochs.epoch(1);

    @BeforeEach
    void knowTheTopic() {
        topics.await("out");
    }

    @Test
    void anEpochIsAcknowledgedWhenItIsSealed() {
        writer.write(Outputs.of(assignment, "1"));

        writer.seal(epoch);

        assertThat(epoch.isAcknowledged()).isTrue();
    }

    @Test
    void whatIsSealedIsHandedOverInItsOrder() {
        writer.write(Outputs.of(assignment, "1"));
        writer.write(Outputs.of(assignment, "2"));
        assertThat(buffers.takeSealed()).isEmpty();

        writer.seal(epoch);

        assertThat(sealed()).containsExactly("1", "2");
    }

    @Test
    void whatIsMadeAfterABarrierBelongsToTheNextEpoch() {
        writer.write(Outputs.of(assignment, "1"));
        writer.seal(epoch);
        writer.write(Outputs.of(assignment, "2"));
        assertThat(sealed()).containsExactly("1");

        writer.seal(TestEpochs.epoch(1));

        assertThat(sealed()).containsExactly("2");
    }

    @Test
    void itIsReadyHoweverMuchWaits() {
        for (int number = 0; number < 10_000; number++) {
            writer.write(Outputs.of(assignment, "x".repeat(100)));
        }

        assertThat(writer.isReady()).isTrue();
        assertThat(buffers.unsealedBytes()).isGreaterThan(10_000 * 200);
    }

    @Test
    void whatIsSealedCountsNoMore() {
        writer.write(Outputs.of(assignment, "1"));

        writer.seal(epoch);

        assertThat(buffers.unsealedBytes()).isZero();
    }

    @Test
    void nothingOvertakesAnOutputWhoseTopicIsNotKnown() {
        writer.write(Outputs.to("chosen", assignment, "1"));
        writer.write(Outputs.of(assignment, "2"));
        assertThat(writer.isReady()).isFalse();
        lookUp();
        assertThat(wakeUps).containsExactly("writer");

        writer.flush();
        writer.seal(epoch);

        assertThat(writer.isReady()).isTrue();
        assertThat(sealed()).containsExactly("1", "2");
    }

    @Test
    void anEpochIsNotSealedOverOutputsThatWait() {
        writer.write(Outputs.to("chosen", assignment, "1"));

        assertThatIllegalStateException().isThrownBy(() -> writer.seal(epoch)).withMessageContaining("1 outputs wait");
    }

    @Test
    void anOutputThatItsTopicDoesNotTakeIsRefusedAndHoldsNoOtherUp() {
        limits.put("small", 1_000);
        topics.await("small");
        writer.write(Outputs.of(assignment, "1"));

        assertThatExceptionOfType(OutputTooLargeException.class)
                .isThrownBy(() -> writer.write(Outputs.to("small", assignment, "x".repeat(500))))
                .withMessageContaining("1000 bytes")
                .withMessageContaining("'max.message.bytes' is 1000");

        writer.write(Outputs.of(assignment, "2"));
        writer.seal(epoch);
        assertThat(sealed()).containsExactly("1", "2");
    }

    @Test
    void anOutputThatNoTransactionTakesIsRefused() {
        Output large = Outputs.of(assignment, "x".repeat(ClientDefaults.LARGEST_CHANGE_BYTES / 2));

        assertThatExceptionOfType(OutputTooLargeException.class)
                .isThrownBy(() -> writer.write(large))
                .withMessageContaining("a record in a transaction may have 8388608");
    }

    @Test
    void anOutputThatTurnsOutToBeTooLargeWhenItsTopicIsKnownFailsItsRecord() {
        limits.put("chosen", 100);
        writer.write(Outputs.to("chosen", assignment, "x"));
        lookUp();

        assertThatExceptionOfType(RefusedOutput.class)
                .isThrownBy(writer::flush)
                .withCauseInstanceOf(OutputTooLargeException.class);
    }

    @Test
    void aWorkerOfBothKindsAcknowledgesOnceWhenAllThatItSentIsAnswered() {
        SteppedSink stepped = new SteppedSink();
        SplitWriter split = new SplitWriter(stepped.sink.writer("stage", () -> {}, 1_000), writer);
        split.write(SteppedSink.output("out", "at once"));
        split.write(Outputs.of(assignment, "with the checkpoint"));

        split.seal(epoch);

        assertThat(SteppedSink.values(stepped.producer)).containsExactly("at once");
        assertThat(epoch.isAcknowledged()).isFalse();
        stepped.producer.completeNext();
        assertThat(epoch.isAcknowledged()).isTrue();
        assertThat(sealed()).containsExactly("with the checkpoint");
    }

    private void lookUp() {
        while (!lookups.isEmpty()) {
            lookups.remove().run();
        }
    }

    private List<String> sealed() {
        return buffers.takeSealed().stream()
                .flatMap(buffer -> buffer.outputs().stream())
                .map(output -> new String(Objects.requireNonNull(output.value()), StandardCharsets.UTF_8))
                .toList();
    }
}
