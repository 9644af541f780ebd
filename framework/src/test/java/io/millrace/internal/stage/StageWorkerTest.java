package io.millrace.internal.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.errors.RecordFailedException;
import io.millrace.errors.WorkerFailedException;
import io.millrace.internal.epoch.Epoch;
import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.exchange.Exchange;
import io.millrace.internal.exchange.Inbox;
import io.millrace.internal.exchange.Lane;
import io.millrace.internal.exchange.LaneEvent;
import io.millrace.internal.exchange.Origin;
import io.millrace.internal.exchange.WakeUp;
import io.millrace.internal.plan.Plan;
import io.millrace.internal.plan.Planner;
import io.millrace.internal.plan.StagePlan;
import io.millrace.processor.Processor;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.Record;
import io.millrace.processor.RecordMetadata;
import io.millrace.support.ManualTime;
import io.millrace.support.TestEpochs;
import io.millrace.topology.Branched;
import io.millrace.topology.Consumed;
import io.millrace.topology.KStream;
import io.millrace.topology.Named;
import io.millrace.topology.Produced;
import io.millrace.topology.TopologyBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StageWorkerTest {

    private static final int CAPACITY = 4;
    private static final Serde<String> STRING = Serdes.String();
    private static final String SECRET = "4111-1111-1111-1111";

    private final ManualTime time = new ManualTime();
    private final FakeOutputWriter writer = new FakeOutputWriter();
    private final PartitionAssignment assignment = TestEpochs.assignment("in", 3);
    private final Lane lane = new Lane(64, WakeUp.NOT_NEEDED, WakeUp.NOT_NEEDED);
    private final Exchange input = new Exchange(List.of(lane));
    private final Lane nextLane = new Lane(CAPACITY, WakeUp.NOT_NEEDED, WakeUp.NOT_NEEDED);
    private final Recorder next = new Recorder();
    private final Inbox nextInbox = new Inbox(List.of(nextLane));
    private final List<String> calls = new ArrayList<>();

    @Test
    void operatorsRunInTheTopologysOrder() {
        StageWorker worker = worker(stream -> stream.mapValues(value -> value + "-a")
                .mapValues(value -> value + "-b")
                .to("out"));
        send("x");

        worker.doWork();

        assertThat(writer.values()).containsExactly("x-a-b");
    }

    @Test
    void recordsKeepTheirOrder() {
        StageWorker worker = worker(stream -> stream.to("out"));
        send("1", "2", "3");

        worker.doWork();

        assertThat(writer.values()).containsExactly("1", "2", "3");
    }

    @Test
    void everyFollowerSeesEveryRecord() {
        StageWorker worker = worker(stream -> {
            stream.to("one");
            stream.mapValues(value -> value + "!").to("two");
        });
        send("x");

        worker.doWork();

        assertThat(writer.outputs).extracting(Output::topic).containsExactly("one", "two");
        assertThat(writer.values()).containsExactly("x", "x!");
    }

    @Test
    void aRecordTakesTheFirstBranchWhosePredicateHolds() {
        StageWorker worker = worker(stream -> {
            Map<String, KStream<String, String>> branches = stream.split(Named.as("by-"))
                    .branch((key, value) -> value.startsWith("a"), Branched.as("a"))
                    .branch((key, value) -> value.endsWith("b"), Branched.as("b"))
                    .noDefaultBranch();
            branches.forEach((name, branch) -> branch.to(name));
        });
        send("ab", "b", "c");

        worker.doWork();

        assertThat(writer.outputs).extracting(Output::topic).containsExactly("by-a", "by-b");
    }

    @Test
    void aFilteredRecordGoesNoFurther() {
        StageWorker worker = worker(
                stream -> stream.filter((key, value) -> value.length() > 1).to("out"));
        send("x", "xx");

        worker.doWork();

        assertThat(writer.values()).containsExactly("xx");
    }

    @Test
    void oneRecordMayBecomeMany() {
        StageWorker worker = worker(stream ->
                stream.flatMapValues(value -> List.of(value + 1, value + 2)).to("out"));
        send("x");

        worker.doWork();

        assertThat(writer.values()).containsExactly("x1", "x2");
    }

    @Test
    void anOutputCarriesKeyTimestampAndOriginOfItsInput() {
        StageWorker worker = worker(stream -> stream.mapValues(value -> value).to("out"));
        send("x");

        worker.doWork();

        Output output = writer.outputs.get(0);
        assertThat(output.key()).isEqualTo("key".getBytes(StandardCharsets.UTF_8));
        assertThat(output.timestamp()).isEqualTo(42);
        assertThat(output.origin().assignment()).isSameAs(assignment);
        assertThat(output.origin().offset()).isZero();
    }

    @Test
    void theTopicMayBeChosenRecordByRecord() {
        StageWorker worker = worker(stream ->
                stream.to((key, value, metadata) -> value + "-" + metadata.partition() + "-" + metadata.offset()));
        send("x", "y");

        worker.doWork();

        assertThat(writer.outputs).extracting(Output::topic).containsExactly("x-3-0", "y-3-1");
    }

    @Test
    void anIdleWorkerDoesNothing() {
        assertThat(worker(stream -> stream.to("out")).doWork()).isZero();
    }

    @Test
    void nothingIsTakenWhileTheWriterIsNotReady() {
        StageWorker worker = worker(stream -> stream.to("out"));
        send("x");
        writer.ready = false;

        assertThat(worker.doWork()).isZero();
        assertThat(lane.depth()).isEqualTo(1);
    }

    @Test
    void nothingMoreIsTakenOnceTheWriterHasEnough() {
        StageWorker worker = worker(stream -> stream.to("out"));
        send("1", "2", "3");
        writer.wants = 2;

        worker.doWork();

        assertThat(writer.values()).containsExactly("1", "2");
        assertThat(lane.depth()).isEqualTo(1);
    }

    @Test
    void nothingMoreIsTakenOnceALaneBehindIsFull() {
        StageWorker worker = workerBeforeStage();
        send("1", "2", "3", "4", "5", "6", "7");

        worker.doWork();

        assertThat(lane.depth()).isEqualTo(2); // four fit, the fifth is kept
    }

    @Test
    void workGoesOnOnceTheLaneBehindHasRoom() {
        StageWorker worker = workerBeforeStage();
        send("1", "2", "3", "4", "5", "6", "7");
        worker.doWork();
        nextInbox.poll(next);

        worker.doWork();
        nextInbox.poll(next);

        assertThat(next.seen).containsExactly("1", "2", "3", "4", "5", "6", "7");
    }

    @Test
    void aTurnEndsEvenIfThereIsMore() {
        StageWorker worker = worker(stream ->
                stream.peek((key, value) -> time.advance(Duration.ofMillis(1))).to("out"));
        send(Stream.iterate(0, number -> number + 1)
                .limit(60)
                .map(String::valueOf)
                .toArray(String[]::new));

        worker.doWork();

        assertThat(writer.outputs).hasSizeLessThan(60).isNotEmpty();
    }

    @Test
    void whatWasReadUnderADiscardedAssignmentIsSkipped() {
        StageWorker worker = worker(stream -> stream.to("out"));
        send("lost");
        assignment.discard();

        assertThat(worker.doWork()).isEqualTo(1);
        assertThat(writer.values()).isEmpty();
    }

    @Test
    void aBarrierSealsBehindTheRecordsBeforeIt() {
        StageWorker worker = worker(stream -> stream.to("out"));
        send("1");
        input.broadcast(new LaneEvent.Barrier(TestEpochs.epoch(1), List.of()));
        send("2");

        work(worker);

        assertThat(writer.log).containsExactly("1", "seal", "2");
    }

    @Test
    void aBarrierIsPassedOnBehindTheRecordsBeforeIt() {
        StageWorker worker = workerBeforeStage();
        send("1");
        input.broadcast(new LaneEvent.Barrier(TestEpochs.epoch(2), List.of()));
        send("2");

        work(worker);
        while (nextInbox.poll(next) > 0) {
            continue;
        }

        assertThat(next.seen).containsExactly("1", "barrier", "2");
    }

    @Test
    void aBarrierIsPassedOnBehindRecordsThatWaitForRoom() {
        StageWorker worker = workerBeforeStage();
        send("1", "2", "3", "4", "5");
        input.broadcast(new LaneEvent.Barrier(TestEpochs.epoch(2), List.of()));

        for (int turn = 0; turn < 5; turn++) {
            worker.doWork();
            nextInbox.poll(next);
        }

        assertThat(next.seen).containsExactly("1", "2", "3", "4", "5", "barrier");
    }

    @Test
    void aBarrierOfTwoLanesSealsOnce() {
        Lane other = new Lane(64, WakeUp.NOT_NEEDED, WakeUp.NOT_NEEDED);
        Plan plan = plan(stream -> stream.to("out"));
        StageWorker worker =
                new StageWorker(plan, plan.stages().get(0), 0, new Inbox(List.of(lane, other)), Map.of(), writer, time);
        LaneEvent.Barrier barrier = new LaneEvent.Barrier(TestEpochs.epoch(1), List.of());
        input.broadcast(barrier);
        new Exchange(List.of(other)).broadcast(barrier);

        work(worker);

        assertThat(writer.log).containsExactly("seal");
    }

    @Test
    void aBarrierAcknowledgesTheEpochByTheWriter() {
        StageWorker worker = worker(stream -> stream.to("out"));
        Epoch epoch = TestEpochs.epoch(1);
        input.broadcast(new LaneEvent.Barrier(epoch, List.of()));

        work(worker);

        assertThat(epoch.isAcknowledged()).isTrue();
    }

    @Test
    void aPartitionsProcessorIsOpenedWithThePartition() {
        StageWorker worker = worker(this::perPartition);

        input.open(new LaneEvent.Opening(assignment));
        work(worker);

        assertThat(calls).containsExactly("open in-3");
    }

    @Test
    void aPartitionsProcessorIsClosedWithThePartition() {
        StageWorker worker = worker(this::perPartition);
        input.open(new LaneEvent.Opening(assignment));
        send("x");
        input.broadcast(new LaneEvent.Barrier(TestEpochs.epoch(1), List.of(assignment)));

        work(worker);

        assertThat(calls).containsExactly("open in-3", "in-3 x", "close in-3");
    }

    @Test
    void anOpeningThatComesOnTwoLanesOpensOnce() {
        StageWorker worker = worker(this::perPartition);

        input.open(new LaneEvent.Opening(assignment));
        input.open(new LaneEvent.Opening(assignment));
        work(worker);

        assertThat(calls).containsExactly("open in-3");
    }

    @Test
    void eachPartitionHasAProcessorOfItsOwn() {
        PartitionAssignment other = TestEpochs.assignment("in", 4);
        StageWorker worker = worker(this::perPartition);
        input.open(new LaneEvent.Opening(assignment));
        input.open(new LaneEvent.Opening(other));
        send("x");
        input.send(data(other, 0, "y"));

        work(worker);

        assertThat(calls).containsExactly("open in-3", "open in-4", "in-3 x", "in-4 y");
    }

    @Test
    void closingTheWorkerClosesEveryProcessor() {
        StageWorker worker = worker(stream -> {
            perPartition(stream);
            stream.process(() -> new Noting("plain"));
        });
        input.open(new LaneEvent.Opening(assignment));
        work(worker);
        calls.clear();

        worker.close();

        assertThat(calls).containsExactlyInAnyOrder("close in-3", "close plain");
    }

    @Test
    void aProcessorThatFailsToCloseDoesNotKeepTheOthersFromIt() {
        StageWorker worker = worker(stream -> {
            stream.process(() -> new FailingToClose(new IllegalStateException("first")));
            stream.process(() -> new Noting("second"));
        });

        assertThatIllegalStateException().isThrownBy(worker::close).withMessage("first");
        assertThat(calls).contains("close second");
    }

    @Test
    void aProcessorThatClosesWithAnErrorDoesNotKeepTheOthersFromIt() {
        StageWorker worker = worker(stream -> {
            stream.process(() -> new FailingToClose(new AssertionError("first")));
            stream.process(() -> new Noting("second"));
        });

        assertThatExceptionOfType(AssertionError.class).isThrownBy(worker::close);
        assertThat(calls).contains("close second");
    }

    @Test
    void anInitThatThrowsNamesTheNode() {
        assertThatExceptionOfType(WorkerFailedException.class)
                .isThrownBy(() -> worker(stream -> stream.process(
                        () -> new Noting("x") {
                            @Override
                            public void init(ProcessorContext<String, String> context) {
                                throw new IllegalStateException(SECRET);
                            }
                        },
                        Named.as("enrich"))))
                .withMessageContaining("enrich")
                .withMessageNotContaining(SECRET);
    }

    @Test
    void anInitThatThrowsClosesTheProcessorsThatWereReady() {
        Consumer<KStream<String, String>> definition = stream -> {
            stream.process(() -> new Noting("x") {
                @Override
                public void init(ProcessorContext<String, String> context) {
                    throw new IllegalStateException();
                }
            });
            stream.process(() -> new Noting("ready"));
        };

        assertThatExceptionOfType(WorkerFailedException.class).isThrownBy(() -> worker(definition));
        assertThat(calls).containsExactly("close ready");
    }

    static List<Throwable> throwables() {
        return List.of(
                new IllegalArgumentException(SECRET),
                new AssertionError(SECRET),
                new StackOverflowError(SECRET),
                new LinkageError(SECRET));
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void whatAnOperatorThrowsNamesTheRecordsPlace(Throwable thrown) {
        StageWorker worker = worker(stream ->
                stream.peek((key, value) -> sneak(thrown), Named.as("check")).to("out"));
        send("fine?", SECRET);

        RecordFailedException failure = failureOf(worker);

        assertPlace(failure, "check", thrown, 0);
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void whatADeserializerThrowsNamesTheRecordsPlace(Throwable thrown) {
        TopologyBuilder builder = TopologyBuilder.named("cards");
        builder.stream("in", Consumed.with(STRING, serde(STRING.serializer(), (topic, bytes) -> sneak(thrown))))
                .to("out", Produced.with(STRING, STRING));
        StageWorker worker = workerOf(Planner.plan(builder.build(), Map.of()), 0);
        send(SECRET);

        assertPlace(failureOf(worker), "in", thrown, 0);
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void whatASerializerThrowsNamesTheRecordsPlace(Throwable thrown) {
        StageWorker worker = worker(stream -> stream.to(
                "out",
                Produced.with(STRING, serde((topic, value) -> sneakBytes(thrown), STRING.deserializer()))
                        .withName("sink")));
        send(SECRET);

        assertPlace(failureOf(worker), "sink", thrown, 0);
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void whatATopicNameExtractorThrowsNamesTheRecordsPlace(Throwable thrown) {
        StageWorker worker = worker(stream -> stream.to(
                (key, value, metadata) -> sneak(thrown),
                Produced.with(STRING, STRING).withName("sink")));
        send(SECRET);

        assertPlace(failureOf(worker), "sink", thrown, 0);
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void whatAPartitionsProcessorThrowsNamesTheRecordsPlace(Throwable thrown) {
        StageWorker worker = worker(stream -> stream.mapPartitions(
                partition -> (Processor<String, String, String, String>) record -> sneak(thrown), Named.as("local")));
        input.open(new LaneEvent.Opening(assignment));
        send(SECRET);

        assertPlace(failureOf(worker), "local", thrown, 0);
    }

    @Test
    void aRealStackOverflowIsARecordsFailureToo() {
        StageWorker worker = worker(stream ->
                stream.mapValues(value -> value + recurse(0), Named.as("deep")).to("out"));
        send("x");

        assertThat(failureOf(worker).getCause()).isInstanceOf(StackOverflowError.class);
    }

    @Test
    void theOffsetIsThatOfTheFailingRecord() {
        StageWorker worker = worker(stream -> stream.foreach((key, value) -> {
            if (value.equals("bad")) {
                throw new IllegalStateException("bad");
            }
        }));
        send("good", "good", "bad");

        assertThat(failureOf(worker).offset()).isEqualTo(2);
    }

    @Test
    void theInnermostNodeIsBlamed() {
        StageWorker worker = worker(stream -> stream.peek((key, value) -> {}, Named.as("outer"))
                .foreach((key, value) -> sneak(new IllegalStateException("x")), Named.as("inner")));
        send("x");

        assertThat(failureOf(worker).node()).isEqualTo("inner");
    }

    @Test
    void aFailureThatUserCodeSwallowsStillFails() {
        StageWorker worker = worker(stream -> {
            KStream<String, String> swallowing = stream.process(Swallowing::new);
            swallowing.foreach((key, value) -> sneak(new IllegalStateException("x")), Named.as("inner"));
        });
        send("x");

        assertThat(failureOf(worker).node()).isEqualTo("inner");
    }

    @Test
    void aFailureOfTheSinkThatUserCodeSwallowsStillFails() {
        StageWorker worker = worker(stream -> {
            KStream<String, String> swallowing = stream.process(Swallowing::new);
            swallowing.to(
                    "out",
                    Produced.with(
                                    STRING,
                                    serde((topic, value) -> sneakBytes(new LinkageError()), STRING.deserializer()))
                            .withName("sink"));
        });
        send("x");

        assertThat(failureOf(worker).node()).isEqualTo("sink");
    }

    @Test
    void forwardToAnUnknownChildNamesTheKnownOnes() {
        StageWorker worker = worker(stream -> {
            KStream<String, String> forwarding = stream.process(() -> new Noting("x") {
                @Override
                public void process(Record<String, String> record) {
                    context().forward(record, "typo");
                }
            });
            forwarding.to("out", Produced.<String, String>with(STRING, STRING).withName("sink"));
        });
        send("x");

        assertThat(failureOf(worker).getCause())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("No node 'typo' follows here; known: 'sink'");
    }

    @Test
    void aProcessorSeesWhereItsRecordCameFrom() {
        List<RecordMetadata> seen = new ArrayList<>();
        StageWorker worker = worker(stream -> stream.process(() -> new Noting("x") {
            @Override
            public void process(Record<String, String> record) {
                seen.add(context().recordMetadata());
            }
        }));
        send("x");

        worker.doWork();

        assertThat(seen).containsExactly(new RecordMetadata("in", 3, 0));
    }

    @Test
    void thereIsNoMetadataOutsideOfARecord() {
        List<ProcessorContext<String, String>> contexts = new ArrayList<>();
        StageWorker worker = worker(stream -> stream.process(() -> new Noting("x") {
            @Override
            public void process(Record<String, String> record) {
                contexts.add(context());
            }
        }));
        send("x");
        worker.doWork();

        assertThatIllegalStateException().isThrownBy(contexts.get(0)::recordMetadata);
    }

    @Test
    void aProcessorHasTheEnginesClock() {
        List<Long> times = new ArrayList<>();
        StageWorker worker = worker(stream -> stream.process(() -> new Noting("x") {
            @Override
            public void process(Record<String, String> record) {
                times.add(context().currentSystemTimeMs());
            }
        }));
        time.advance(Duration.ofSeconds(5));
        send("x");

        worker.doWork();

        assertThat(times).containsExactly(ManualTime.START_MILLIS + 5_000);
    }

    @Test
    void eachWorkerHasProcessorsOfItsOwn() {
        List<Noting> made = new ArrayList<>();
        Plan plan = plan(stream -> stream.process(() -> {
            Noting noting = new Noting("x");
            made.add(noting);
            return noting;
        }));

        workerOf(plan, 0);
        workerOf(plan, 1);

        assertThat(made).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void headersThatAStageAddsDoNotReachARecordThatHasLeftIt() {
        StageWorker worker = worker(stream -> {
            KStream<String, String> forwarding = stream.process(() -> new Noting("x") {
                @Override
                public void process(Record<String, String> record) {
                    context().forward(record);
                    record.headers().add("late", new byte[0]);
                }
            });
            forwarding.stage("second", 1).to("two", Produced.with(STRING, STRING));
        });
        send("x");

        worker.doWork();
        nextInbox.poll(next);

        assertThat(next.records.get(0).headers()).isEmpty();
    }

    @Test
    void headersTravelFromStageToStage() {
        StageWorker worker = worker(stream -> stream.peek((key, value) -> {})
                .process(AddingHeader::new)
                .stage("second", 1)
                .to("two", Produced.with(STRING, STRING)));
        send("x");

        worker.doWork();
        nextInbox.poll(next);

        assertThat(next.records.get(0).headers().lastHeader("added")).isNotNull();
    }

    private StageWorker workerBeforeStage() {
        return worker(stream -> stream.stage("second", 1).to("out"));
    }

    private StageWorker worker(Consumer<KStream<String, String>> definition) {
        return workerOf(plan(definition), 0);
    }

    private StageWorker workerOf(Plan plan, int number) {
        StagePlan stage = plan.stages().get(0);
        Map<String, Exchange> exchanges =
                plan.stages().size() == 1 ? Map.of() : Map.of("second", new Exchange(List.of(nextLane)));
        return new StageWorker(plan, stage, number, new Inbox(List.of(lane)), exchanges, writer, time);
    }

    private static Plan plan(Consumer<KStream<String, String>> definition) {
        TopologyBuilder builder = TopologyBuilder.named("cards").defaultSerdes(STRING, STRING);
        definition.accept(builder.stream("in", Consumed.with(STRING, STRING)));
        return Planner.plan(builder.build(), Map.of());
    }

    private void perPartition(KStream<String, String> stream) {
        stream.mapPartitions(partition -> {
            calls.add("open " + partition);
            return new Noting(partition.toString());
        });
    }

    private void send(String... values) {
        for (int offset = 0; offset < values.length; offset++) {
            input.send(data(assignment, offset, values[offset]));
        }
    }

    private static LaneEvent.Data data(PartitionAssignment assignment, long offset, String value) {
        Record<Object, Object> record = new Record<>(bytes("key"), bytes(value), 42, new RecordHeaders());
        return new LaneEvent.Data(0, record, new Origin(assignment, offset, 42, 0));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void work(StageWorker worker) {
        while (worker.doWork() > 0) {
            continue;
        }
    }

    private static RecordFailedException failureOf(StageWorker worker) {
        return catchThrowableOfType(RecordFailedException.class, worker::doWork);
    }

    private static void assertPlace(RecordFailedException failure, String node, Throwable cause, long offset) {
        assertThat(failure)
                .hasCause(cause)
                .hasMessage("Topology 'cards' failed in stage 'in' at '%s' on the record of topic 'in', partition 3,"
                                .formatted(node)
                        + " offset %d (%s)".formatted(offset, cause.getClass().getSimpleName()));
        assertThat(failure)
                .extracting(
                        RecordFailedException::stage,
                        RecordFailedException::node,
                        RecordFailedException::topic,
                        RecordFailedException::partition,
                        RecordFailedException::offset)
                .containsExactly("in", node, "in", 3, offset);
    }

    private static Serde<String> serde(Serializer<String> serializer, Deserializer<String> deserializer) {
        return Serdes.serdeFrom(serializer, deserializer);
    }

    private static byte[] sneakBytes(Throwable thrown) {
        sneak(thrown);
        return new byte[0];
    }

    private static String sneak(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) thrown;
    }

    private static int recurse(int depth) {
        return depth < 0 ? 0 : 1 + recurse(depth + 1);
    }

    private class Noting implements Processor<String, String, String, String> {
        private final String name;
        private @Nullable ProcessorContext<String, String> context;

        Noting(String name) {
            this.name = name;
        }

        ProcessorContext<String, String> context() {
            if (context == null) {
                throw new IllegalStateException("init was not called");
            }
            return context;
        }

        @Override
        public void init(ProcessorContext<String, String> newContext) {
            context = newContext;
        }

        @Override
        public void process(Record<String, String> record) {
            calls.add(name + " " + record.value());
        }

        @Override
        public void close() {
            calls.add("close " + name);
        }
    }

    private final class Swallowing extends Noting {
        Swallowing() {
            super("swallowing");
        }

        @Override
        public void process(Record<String, String> record) {
            try {
                context().forward(record);
            } catch (RuntimeException e) {
                calls.add("swallowed");
            }
        }
    }

    private final class AddingHeader extends Noting {
        AddingHeader() {
            super("adding");
        }

        @Override
        public void process(Record<String, String> record) {
            record.headers().add("added", new byte[0]);
            context().forward(record);
        }
    }

    private record FailingToClose(Throwable thrown) implements Processor<String, String, String, String> {
        @Override
        public void process(Record<String, String> record) {}

        @Override
        public void close() {
            sneak(thrown);
        }
    }

    private static final class Recorder implements Inbox.Receiver {
        private final List<String> seen = new ArrayList<>();
        private final List<Record<Object, Object>> records = new ArrayList<>();

        @Override
        public boolean wantsMore() {
            return true;
        }

        @Override
        public void data(LaneEvent.Data data) {
            records.add(data.record());
            seen.add(String.valueOf(data.record().value()));
        }

        @Override
        public void opening(LaneEvent.Opening opening) {
            seen.add("opening");
        }

        @Override
        public void barrier(LaneEvent.Barrier barrier) {
            seen.add("barrier");
        }
    }
}
