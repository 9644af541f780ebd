package io.millrace.internal.kafka;

import static io.millrace.internal.kafka.SteppedSink.LIMIT;
import static io.millrace.internal.kafka.SteppedSink.NOW;
import static io.millrace.internal.kafka.SteppedSink.output;
import static io.millrace.internal.kafka.SteppedSink.outputOfSize;
import static io.millrace.internal.kafka.SteppedSink.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.millrace.errors.MissingTopicException;
import io.millrace.errors.OutputFailedException;
import io.millrace.errors.OutputTooLargeException;
import io.millrace.internal.epoch.Epoch;
import io.millrace.internal.stage.Output;
import io.millrace.internal.stage.OutputWriter;
import io.millrace.internal.stage.RefusedOutput;
import io.millrace.support.TestEpochs;
import io.millrace.trace.NotedTraces;
import io.millrace.trace.TraceStep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SinkWriterTest {

    private final SteppedSink stepped = new SteppedSink();
    private final MockProducer<byte[], byte[]> producer = stepped.producer;
    private final SinkProducer sink = stepped.sink;
    private final OutputWriter writer = stepped.writer;
    private final List<Throwable> failures = stepped.failures;
    private final List<String> wakeUps = stepped.wakeUps;
    private final Epoch epoch = TestEpochs.epoch(1);

    @Test
    void anOutputLeavesAtOnce() {
        writer.write(output("out", "x"));

        assertThat(values(producer)).containsExactly("x");
    }

    @Test
    void anOutputKeepsItsHeaders() {
        writer.write(output(NOW, new RecordHeader("trace", new byte[] {1})));

        assertThat(producer.history().get(0).headers()).extracting(Header::key).containsExactly("trace");
    }

    @Test
    void anEpochWithoutOutputsIsAcknowledgedWhenSealed() {
        writer.seal(epoch);

        assertThat(epoch.isAcknowledged()).isTrue();
    }

    @Test
    void anEpochIsNotAcknowledgedBeforeAllOfItsSends() {
        writer.write(output("out", "1"));
        writer.write(output("out", "2"));
        writer.seal(epoch);

        producer.completeNext();

        assertThat(epoch.isAcknowledged()).isFalse();
    }

    @Test
    void anEpochIsAcknowledgedWithItsLastSend() {
        writer.write(output("out", "1"));
        writer.write(output("out", "2"));
        writer.seal(epoch);

        producer.completeNext();
        producer.completeNext();

        assertThat(epoch.isAcknowledged()).isTrue();
    }

    @Test
    void anEpochIsNotAcknowledgedBeforeItIsSealed() {
        writer.write(output("out", "1"));

        producer.completeNext();

        assertThat(epoch.isAcknowledged()).isFalse();
    }

    @Test
    void sendsOfTheNextEpochDoNotHoldThisOneUp() {
        writer.write(output("out", "1"));
        writer.seal(epoch);
        writer.write(output("out", "2"));

        producer.completeNext();

        assertThat(epoch.isAcknowledged()).isTrue();
    }

    @Test
    void theStepOfATracedOutputIsOverWhenKafkaHasIt() {
        NotedTraces traces = new NotedTraces();
        writer.write(traced(output("out", "1"), traces.step("a")));
        writer.write(traced(output("out", "2"), traces.step("b")));

        producer.completeNext();
        assertThat(traces.events).containsExactly("end a");

        producer.errorNext(new TimeoutException("away"));
        assertThat(traces.events).containsExactly("end a", "fail b TimeoutException", "end b");
    }

    private static Output traced(Output output, TraceStep step) {
        return new Output(
                output.sink(),
                output.topic(),
                output.key(),
                output.value(),
                output.timestamp(),
                output.headers(),
                output.origin().at(step));
    }

    @Test
    void aFailedSendNeverAcknowledgesItsEpoch() {
        writer.write(output("out", "1"));
        writer.seal(epoch);

        producer.errorNext(new RecordTooLargeException("too large"));

        assertThat(epoch.isAcknowledged()).isFalse();
    }

    @Test
    void aFailedSendIsReportedWithItsTopic() {
        writer.write(output("out", "1"));

        producer.errorNext(new RecordTooLargeException("too large"));

        assertThat(failures).singleElement().isInstanceOf(OutputFailedException.class);
        assertThat(failures.get(0)).hasMessageContaining("'out'").hasCauseInstanceOf(RecordTooLargeException.class);
    }

    @Test
    void anOutputThatItsTopicDoesNotTakeIsRefusedAndLeavesNoGap() {
        stepped.limits.put("small", 1_000);
        sink.prepare(List.of("small"));

        assertThatExceptionOfType(OutputTooLargeException.class)
                .isThrownBy(() -> writer.write(output("small", "x".repeat(900))))
                .withMessageContaining("topic 'small' takes 900 bytes")
                .withMessageContaining("'max.message.bytes' is 1000");

        writer.write(output("small", "fits"));
        writer.seal(epoch);
        producer.completeNext();
        assertThat(values(producer)).containsExactly("fits");
        assertThat(epoch.isAcknowledged()).isTrue();
        assertThat(failures).isEmpty();
    }

    @Test
    void anOutputThatTheProducerItselfRefusesIsNotOnItsWay() {
        stepped.refuse(new RecordTooLargeException("larger than 'max.request.size'"));

        assertThatExceptionOfType(OutputTooLargeException.class)
                .isThrownBy(() -> writer.write(outputOfSize(999)))
                .withMessageContaining("larger than 'max.request.size'");

        writer.write(outputOfSize(999));
        writer.seal(epoch);
        producer.completeNext();
        assertThat(epoch.isAcknowledged()).isTrue();
        assertThat(failures).isEmpty();
    }

    @Test
    void anOutputThatTurnsOutToBeTooLargeWhenItsTopicIsKnownFailsItsRecord() {
        stepped.limits.put("chosen", 100);
        writer.write(output("chosen", "x".repeat(100)));
        stepped.lookUp();

        assertThatExceptionOfType(RefusedOutput.class)
                .isThrownBy(writer::flush)
                .withCauseInstanceOf(OutputTooLargeException.class);
    }

    @Test
    void onlyTheFirstFailedSendIsReported() {
        writer.write(output("out", "1"));
        writer.write(output("out", "2"));

        producer.errorNext(new RecordTooLargeException("first"));
        producer.errorNext(new RecordTooLargeException("second"));

        assertThat(failures).hasSize(1);
    }

    @Test
    void afterAFailedSendNothingMoreLeaves() {
        writer.write(output("out", "1"));

        producer.errorNext(new RecordTooLargeException("too large"));

        assertThat(producer.closed()).isTrue();
    }

    @Test
    void theFailureIsReportedBeforeTheProducerIsClosed() {
        List<Boolean> closedWhenReported = new ArrayList<>();
        SinkProducer reporting = new SinkProducer(
                "cards",
                stepped.clients,
                stepped.sizes,
                new Latencies(stepped.time),
                stepped.time,
                failure -> closedWhenReported.add(producer.closed()));

        reporting.fail("out", new RecordTooLargeException("too large"));

        assertThat(closedWhenReported).containsExactly(false);
    }

    @Test
    void aFailureAfterTheEndIsNoNews() {
        writer.write(output("out", "1"));
        sink.close(Duration.ZERO);

        producer.errorNext(new TimeoutException("given up"));

        assertThat(failures).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, NOW - 1, NOW, NOW + 30 * 60_000})
    void aUsableTimestampIsKept(long timestamp) {
        writer.write(output(timestamp));

        assertThat(producer.history().get(0).timestamp()).isEqualTo(timestamp);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, NOW + 30 * 60_000 + 1, Long.MAX_VALUE})
    void aTimestampThatBrokersRefuseBecomesNow(long timestamp) {
        writer.write(output(timestamp));

        assertThat(producer.history().get(0).timestamp()).isEqualTo(NOW);
    }

    @Test
    void itIsNotReadyOnceItsLimitIsOnTheWay() {
        writer.write(outputOfSize(999));
        assertThat(writer.isReady()).isTrue();

        writer.write(outputOfSize(1));

        assertThat(writer.isReady()).isFalse();
    }

    @Test
    void whatOneRecordGivesRiseToBeyondTheLimitIsKeptUntilThereIsRoom() {
        for (int number = 0; number < 5; number++) {
            writer.write(outputOfSize(500));
        }
        assertThat(producer.history()).hasSize(2);
        producer.completeNext();
        producer.completeNext();

        writer.flush();

        assertThat(producer.history()).hasSize(4);
        assertThat(writer.isReady()).isFalse();
    }

    @Test
    void headersCountAsBytesOnTheWay() {
        writer.write(output(NOW, new RecordHeader("trace", new byte[995])));

        assertThat(writer.isReady()).isFalse();
    }

    @Test
    void aWaitingWorkerIsWokenWhenHalfOfTheLimitIsLeft() {
        writer.write(outputOfSize(500));
        writer.write(outputOfSize(500));
        writer.isReady();

        producer.completeNext();

        assertThat(wakeUps).containsExactly("writer");
        assertThat(writer.isReady()).isTrue();
    }

    @Test
    void aWaitingWorkerIsNotWokenForEveryByte() {
        writer.write(outputOfSize(400));
        writer.write(outputOfSize(600));
        writer.isReady();

        producer.completeNext();

        assertThat(wakeUps).isEmpty();
    }

    @Test
    void aWorkerThatDoesNotWaitIsNotWoken() {
        writer.write(outputOfSize(500));
        writer.isReady();

        producer.completeNext();

        assertThat(wakeUps).isEmpty();
    }

    @Test
    void anOutputForAnUnknownTopicWaits() {
        writer.write(output("chosen", "1"));

        assertThat(values(producer)).isEmpty();
        assertThat(writer.isReady()).isFalse();
    }

    @Test
    void nothingOvertakesAnOutputThatWaits() {
        writer.write(output("chosen", "1"));
        writer.write(output("out", "2"));
        writer.write(output("chosen", "3"));
        stepped.lookUp();

        writer.flush();

        assertThat(values(producer)).containsExactly("1", "2", "3");
    }

    @Test
    void theWorkerIsWokenWhenTheTopicIsKnown() {
        writer.write(output("chosen", "1"));

        stepped.lookUp();

        assertThat(wakeUps).containsExactly("writer");
    }

    @Test
    void everyWorkerThatWaitsForATopicIsWokenWhenItIsKnown() {
        OutputWriter other = sink.writer("stage", () -> wakeUps.add("other"), LIMIT);
        writer.write(output("chosen", "1"));
        other.write(output("chosen", "2"));

        stepped.lookUp();

        assertThat(wakeUps).containsExactlyInAnyOrder("writer", "other");
    }

    @Test
    void aTopicIsLookedUpOnce() {
        writer.write(output("chosen", "1"));
        writer.write(output("chosen", "2"));

        assertThat(stepped.lookups).hasSize(1);
    }

    @Test
    void aTopicThatIsMissingIsReportedAsMissing() {
        producer.partitionsForException =
                new TimeoutException("not in metadata", new UnknownTopicOrPartitionException());
        writer.write(output("chosen", "1"));

        stepped.lookUp();

        assertThat(failures).singleElement().isInstanceOf(MissingTopicException.class);
    }

    @Test
    void anEpochIsNotSealedOverOutputsThatWait() {
        writer.write(output("chosen", "1"));

        assertThatIllegalStateException()
                .isThrownBy(() -> writer.seal(epoch))
                .withMessage("Epoch 1 is sealed while 1 outputs wait");
    }
}
