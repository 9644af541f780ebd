package io.millrace.internal.stage;

import static io.millrace.internal.stage.SteppedStage.STRING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.Record;
import io.millrace.processor.RecordMetadata;
import io.millrace.support.ManualTime;
import io.millrace.topology.Branched;
import io.millrace.topology.KStream;
import io.millrace.topology.Named;
import io.millrace.topology.Produced;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What operators and processors make of records, and what they see of them. */
class StageOperatorsTest {

    private final SteppedStage stage = new SteppedStage();
    private final FakeOutputWriter writer = stage.writer;
    private final ManualTime time = stage.time;
    private final PartitionAssignment assignment = stage.assignment;
    private final NextStage next = stage.next;
    private final List<String> calls = stage.calls;

    @Test
    void operatorsRunInTheTopologysOrder() {
        StageWorker worker = stage.worker(stream -> stream.mapValues(value -> value + "-a")
                .mapValues(value -> value + "-b")
                .to("out"));
        stage.send("x");

        worker.doWork();

        assertThat(writer.values()).containsExactly("x-a-b");
    }

    @Test
    void recordsKeepTheirOrder() {
        StageWorker worker = stage.worker(stream -> stream.to("out"));
        stage.send("1", "2", "3");

        worker.doWork();

        assertThat(writer.values()).containsExactly("1", "2", "3");
    }

    @Test
    void everyFollowerSeesEveryRecord() {
        StageWorker worker = stage.worker(stream -> {
            stream.to("one");
            stream.mapValues(value -> value + "!").to("two");
        });
        stage.send("x");

        worker.doWork();

        assertThat(writer.outputs).extracting(Output::topic).containsExactly("one", "two");
        assertThat(writer.values()).containsExactly("x", "x!");
    }

    @Test
    void aRecordTakesTheFirstBranchWhosePredicateHolds() {
        StageWorker worker = stage.worker(stream -> {
            Map<String, KStream<String, String>> branches = stream.split(Named.as("by-"))
                    .branch((key, value) -> value.startsWith("a"), Branched.as("a"))
                    .branch((key, value) -> value.endsWith("b"), Branched.as("b"))
                    .noDefaultBranch();
            branches.forEach((name, branch) -> branch.to(name));
        });
        stage.send("ab", "b", "c");

        worker.doWork();

        assertThat(writer.outputs).extracting(Output::topic).containsExactly("by-a", "by-b");
    }

    @Test
    void aFilteredRecordGoesNoFurther() {
        StageWorker worker = stage.worker(
                stream -> stream.filter((key, value) -> value.length() > 1).to("out"));
        stage.send("x", "xx");

        worker.doWork();

        assertThat(writer.values()).containsExactly("xx");
    }

    @Test
    void oneRecordMayBecomeMany() {
        StageWorker worker = stage.worker(stream ->
                stream.flatMapValues(value -> List.of(value + 1, value + 2)).to("out"));
        stage.send("x");

        worker.doWork();

        assertThat(writer.values()).containsExactly("x1", "x2");
    }

    @Test
    void anOutputCarriesKeyTimestampAndOriginOfItsInput() {
        StageWorker worker =
                stage.worker(stream -> stream.mapValues(value -> value).to("out"));
        stage.send("x");

        worker.doWork();

        Output output = writer.outputs.get(0);
        assertThat(output.key()).isEqualTo("key".getBytes(StandardCharsets.UTF_8));
        assertThat(output.timestamp()).isEqualTo(42);
        assertThat(output.origin().assignment()).isSameAs(assignment);
        assertThat(output.origin().offset()).isZero();
    }

    @Test
    void theTopicMayBeChosenRecordByRecord() {
        StageWorker worker = stage.worker(stream ->
                stream.to((key, value, metadata) -> value + "-" + metadata.partition() + "-" + metadata.offset()));
        stage.send("x", "y");

        worker.doWork();

        assertThat(writer.outputs).extracting(Output::topic).containsExactly("x-3-0", "y-3-1");
    }

    @Test
    void aProcessorSeesWhereItsRecordCameFrom() {
        List<RecordMetadata> seen = new ArrayList<>();
        StageWorker worker = stage.worker(stream -> stream.process(() -> new Noting("x", calls) {
            @Override
            public void process(Record<String, String> record) {
                seen.add(context().recordMetadata());
            }
        }));
        stage.send("x");

        worker.doWork();

        assertThat(seen).containsExactly(new RecordMetadata("in", 3, 0));
    }

    @Test
    void thereIsNoMetadataOutsideOfARecord() {
        List<ProcessorContext<String, String>> contexts = new ArrayList<>();
        StageWorker worker = stage.worker(stream -> stream.process(() -> new Noting("x", calls) {
            @Override
            public void process(Record<String, String> record) {
                contexts.add(context());
            }
        }));
        stage.send("x");
        worker.doWork();

        assertThatIllegalStateException().isThrownBy(contexts.get(0)::recordMetadata);
    }

    @Test
    void aProcessorHasTheEnginesClock() {
        List<Long> times = new ArrayList<>();
        StageWorker worker = stage.worker(stream -> stream.process(() -> new Noting("x", calls) {
            @Override
            public void process(Record<String, String> record) {
                times.add(context().currentSystemTimeMs());
            }
        }));
        time.advance(Duration.ofSeconds(5));
        stage.send("x");

        worker.doWork();

        assertThat(times).containsExactly(ManualTime.START_MILLIS + 5_000);
    }

    @Test
    void headersThatAStageAddsDoNotReachARecordThatHasLeftIt() {
        StageWorker worker = stage.worker(stream -> {
            KStream<String, String> forwarding = stream.process(() -> new Noting("x", calls) {
                @Override
                public void process(Record<String, String> record) {
                    context().forward(record);
                    record.headers().add("late", new byte[0]);
                }
            });
            forwarding.stage("second", 1).to("two", Produced.with(STRING, STRING));
        });
        stage.send("x");

        worker.doWork();
        stage.runBehind();

        assertThat(next.records.get(0).headers()).isEmpty();
    }

    @Test
    void headersTravelFromStageToStage() {
        StageWorker worker = stage.worker(stream -> stream.peek((key, value) -> {})
                .process(AddingHeader::new)
                .stage("second", 1)
                .to("two", Produced.with(STRING, STRING)));
        stage.send("x");

        worker.doWork();
        stage.runBehind();

        assertThat(next.records.get(0).headers().lastHeader("added")).isNotNull();
    }

    private final class AddingHeader extends Noting {
        AddingHeader() {
            super("adding", calls);
        }

        @Override
        public void process(Record<String, String> record) {
            record.headers().add("added", new byte[0]);
            context().forward(record);
        }
    }
}
