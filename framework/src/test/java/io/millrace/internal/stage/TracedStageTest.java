package io.millrace.internal.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.errors.ErrorPolicy;
import io.millrace.errors.RetryPolicy;
import io.millrace.internal.exchange.LaneEvent;
import io.millrace.processor.Processor;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.Record;
import io.millrace.runtime.ErrorSettings;
import io.millrace.runtime.TopologySettings;
import io.millrace.topology.Named;
import io.millrace.trace.NotedTraces;
import io.millrace.trace.TracePlace;
import io.millrace.trace.TraceStep;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TracedStageTest {

    private final SteppedStage stage = new SteppedStage();
    private final NotedTraces traces = new NotedTraces();
    private final List<String> seen = new ArrayList<>();

    @BeforeEach
    void trace() {
        stage.tracer = traces;
    }

    @Test
    void codeOfATracedRecordRunsWithinItsStep() {
        StageWorker worker =
                stage.worker(stream -> stream.peek((key, value) -> seen.add(value + " " + NotedTraces.current()))
                        .to("out"));
        send("1", "a");

        worker.doWork();

        assertThat(seen).containsExactly("1 a > read in");
        assertThat(NotedTraces.current()).isEqualTo("none");
    }

    @Test
    void aRecordThatIsNotTracedBeginsNothing() {
        StageWorker worker =
                stage.worker(stream -> stream.peek((key, value) -> seen.add(value + " " + NotedTraces.current()))
                        .to("out"));
        stage.send("1");

        worker.doWork();

        assertThat(seen).containsExactly("1 none");
        assertThat(traces.events).isEmpty();
        assertThat(stage.writer.outputs.get(0).headers()).isEmpty();
    }

    @Test
    void itsOutputsCarryTheTraceAndHaveAStepThatIsNotOverYet() {
        StageWorker worker = stage.worker(stream -> stream.to("out"));
        send("1", "a");

        worker.doWork();

        Output output = stage.writer.outputs.get(0);
        assertThat(text(output)).isEqualTo("a > read in > to out");
        assertThat(traces.events)
                .containsExactly("begin a > read in @in", "begin a > read in > to out @in", "end a > read in");
        output.origin().trace().end();
        assertThat(traces.events).endsWith("end a > read in > to out");
    }

    @Test
    void anOutputOfANewRecordWithoutHeadersCarriesItToo() {
        StageWorker worker =
                stage.worker(stream -> stream.process(() -> new NewRecords()).to("out"));
        send("1", "a");

        worker.doWork();

        assertThat(text(stage.writer.outputs.get(0))).isEqualTo("a > read in > to out");
    }

    @Test
    void theNextStageGoesOnFromTheStepOfTheOneBefore() {
        StageWorker worker = stage.workerBeforeStage();
        send("1", "a");

        worker.doWork();
        stage.runBehind();

        TraceStep before = stage.next.origins.get(0).trace();
        before.next(TraceStep.Kind.CALL, new TracePlace("cards", "second"), "score");
        assertThat(traces.events).endsWith("begin a > read in > CALL score @second");
    }

    @Test
    void aRecordFromAnotherStageGetsAStepOfItsOwn() {
        StageWorker worker =
                stage.worker(stream -> stream.peek((key, value) -> seen.add(NotedTraces.current()), Named.as("look"))
                        .to("out"));
        LaneEvent.Data data = SteppedStage.data(stage.assignment, 0, "1");
        int look = 1;
        stage.input.send(new LaneEvent.Data(
                look,
                new Record<>("key", "1", 42, new RecordHeaders()),
                data.origin().at(traces.step("before"))));

        worker.doWork();

        assertThat(seen).containsExactly("before > STAGE look");
        assertThat(traces.events).contains("end before > STAGE look");
    }

    @Test
    void eachTryOfAFailedRecordIsAStep() {
        stage.settings = TopologySettings.defaults()
                .withErrors(ErrorSettings.defaults().withPolicy(ErrorPolicy.retry(RetryPolicy.of(3))));
        StageWorker worker = stage.worker(stream -> stream.peek(
                        (key, value) -> {
                            seen.add(NotedTraces.current());
                            if (seen.size() == 1) {
                                throw new IllegalStateException("not yet");
                            }
                        },
                        Named.as("call"))
                .to("out"));
        send("1", "a");

        worker.doWork();
        stage.time.advance(Duration.ofSeconds(2));
        worker.doWork();

        assertThat(seen).containsExactly("a > read in", "a > read in > RETRY call");
        assertThat(traces.events)
                .containsSubsequence(
                        "fail a > read in IllegalStateException",
                        "end a > read in",
                        "begin a > read in > RETRY call @in",
                        "begin a > read in > RETRY call > to out @in",
                        "end a > read in > RETRY call");
    }

    private void send(String value, String trace) {
        LaneEvent.Data data = SteppedStage.data(stage.assignment, 0, value);
        data.record().headers().add(NotedTraces.HEADER, trace.getBytes(StandardCharsets.UTF_8));
        stage.input.send(data);
    }

    private static String text(Output output) {
        return new String(
                output.headers().stream()
                        .filter(header -> header.key().equals(NotedTraces.HEADER))
                        .findFirst()
                        .orElseThrow()
                        .value(),
                StandardCharsets.UTF_8);
    }

    /** Makes records that have nothing of those before but keys and values. */
    private static final class NewRecords implements Processor<String, String, String, String> {
        private @Nullable ProcessorContext<String, String> context;

        @Override
        public void init(ProcessorContext<String, String> newContext) {
            context = newContext;
        }

        @Override
        public void process(Record<String, String> record) {
            Objects.requireNonNull(context).forward(new Record<>(record.key(), record.value(), 7, new RecordHeaders()));
        }
    }
}
