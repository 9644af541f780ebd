package io.millrace.internal.stage;

import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.exchange.Arrivals;
import io.millrace.internal.exchange.Exchange;
import io.millrace.internal.exchange.Inbox;
import io.millrace.internal.exchange.Lane;
import io.millrace.internal.exchange.LaneEvent;
import io.millrace.internal.exchange.Origin;
import io.millrace.internal.exchange.WakeUp;
import io.millrace.internal.plan.Plan;
import io.millrace.internal.plan.Planner;
import io.millrace.internal.plan.StagePlan;
import io.millrace.internal.state.StateStores;
import io.millrace.processor.Record;
import io.millrace.runtime.StateSettings;
import io.millrace.runtime.TopologySettings;
import io.millrace.support.ManualTime;
import io.millrace.support.TestEpochs;
import io.millrace.topology.Consumed;
import io.millrace.topology.KStream;
import io.millrace.topology.TopologyBuilder;
import io.millrace.trace.RecordTracer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/**
 * What surrounds a stage worker that is stepped by the test: the lane it reads, the writer it fills, and the narrow lane to
 * the stage behind it, named {@code second} if the topology has one.
 */
final class SteppedStage {

    static final Serde<String> STRING = Serdes.String();
    private static final int CAPACITY = 4;

    final ManualTime time = new ManualTime();
    final NotingMeter meter = new NotingMeter();
    final FakeOutputWriter writer = new FakeOutputWriter();
    final PartitionAssignment assignment = TestEpochs.assignment("in", 3);
    final Lane lane = new Lane(64, WakeUp.NOT_NEEDED, WakeUp.NOT_NEEDED);
    final Exchange input = new Exchange(List.of(lane));
    final NextStage next = new NextStage();
    final List<String> calls = new ArrayList<>();
    private final Lane nextLane = new Lane(CAPACITY, WakeUp.NOT_NEEDED, WakeUp.NOT_NEEDED);
    private final Inbox nextInbox = new Inbox(List.of(nextLane));
    /** How the topology runs; to be changed before a worker is made. */
    TopologySettings settings = TopologySettings.defaults();

    /** Traces the records; to be changed before a worker is made. */
    RecordTracer tracer = RecordTracer.NONE;

    private @Nullable StateStores stores;

    StageWorker workerBeforeStage() {
        return worker(stream -> stream.stage("second", 1).to("out"));
    }

    StageWorker worker(Consumer<KStream<String, String>> definition) {
        return workerOf(plan(definition), 0);
    }

    /** Makes worker {@code number} of the first stage of {@code plan}. */
    StageWorker workerOf(Plan plan, int number) {
        return workerOf(plan, number, new Inbox(List.of(lane)));
    }

    /** The same, which takes what comes by {@code arrivals}. */
    StageWorker workerOf(Plan plan, int number, Arrivals arrivals) {
        StagePlan stage = plan.stages().get(0);
        Map<String, Exchange> exchanges =
                plan.stages().size() == 1 ? Map.of() : Map.of("second", new Exchange(List.of(nextLane)));
        StateStores newStores = new StateStores(plan, "bank-cards", StateSettings.defaults(), time);
        stores = newStores;
        return new StageWorker(plan, stage, number, arrivals, exchanges, writer, newStores, run());
    }

    RunContext run() {
        return new RunContext(
                time,
                new EventTimeMeter(),
                false,
                TestErrors.of(settings, time),
                PlacesBefore.NONE,
                (name, number) -> meter,
                tracer);
    }

    /** Returns the stores of the last worker that was made. */
    StateStores stores() {
        return Objects.requireNonNull(stores);
    }

    /** Puts a record for each value into the worker's lane, with offsets from 0. */
    void send(String... values) {
        for (int offset = 0; offset < values.length; offset++) {
            input.send(data(assignment, offset, values[offset]));
        }
    }

    /** Runs the stage behind once, and returns how much it took. */
    int runBehind() {
        return nextInbox.poll(next);
    }

    /** Lets {@code worker} work until there is nothing left to do. */
    static void work(StageWorker worker) {
        while (worker.doWork() > 0) {
            continue;
        }
    }

    static Plan plan(Consumer<KStream<String, String>> definition) {
        TopologyBuilder builder = TopologyBuilder.named("cards").defaultSerdes(STRING, STRING);
        definition.accept(builder.stream("in", Consumed.with(STRING, STRING)));
        return Planner.plan(builder.build(), "group", TopologySettings.defaults());
    }

    static LaneEvent.Data data(PartitionAssignment assignment, long offset, String value) {
        Record<Object, Object> record = new Record<>(bytes("key"), bytes(value), 42, new RecordHeaders());
        return new LaneEvent.Data(0, record, new Origin(assignment, offset, 42, 0));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
