package io.millrace.internal.stage;

import static io.millrace.internal.stage.SteppedStage.STRING;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.epoch.Shard;
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
import io.millrace.processor.Processor;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.Record;
import io.millrace.processor.SourcePartition;
import io.millrace.runtime.StateSettings;
import io.millrace.runtime.TopologySettings;
import io.millrace.state.StoreDefinition;
import io.millrace.state.Stores;
import io.millrace.state.TimerState;
import io.millrace.support.ManualTime;
import io.millrace.topology.KStream;
import io.millrace.topology.Named;
import io.millrace.topology.TopologyBuilder;
import io.millrace.trace.RecordTracer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A stage that gets the partitions of one shard by the lanes of two stages, behind a restart. */
class SeveralLanesTimeTest {

    private static final StoreDefinition<TimerState<String>> TIMERS = Stores.timers("timers");

    private final List<Long> watermarks = new ArrayList<>();
    private final Plan plan = plan();
    private final StagePlan stage = plan.stage("both");
    private final Shard shard = new Shard(plan.shardGroups().get(0).name(), 0);
    private final PartitionAssignment left = assignment("left");
    private final PartitionAssignment right = assignment("right");
    private final Lane fromLeft = lane();
    private final Lane fromRight = lane();
    private final Exchange ofLeft = new Exchange(List.of(fromLeft));
    private final Exchange ofRight = new Exchange(List.of(fromRight));
    private final StageWorker worker = worker();

    @Test
    void aRecordWaitsUntilItIsKnownHowFarTimeWasAtTheCheckpoint() {
        ofLeft.open(opening(left, 100));
        ofLeft.send(data(left, 0, 100));
        work();
        assertThat(watermarks)
                .as("the other partition may hold time up, or have held it")
                .isEmpty();

        ofRight.open(opening(right, 90));
        work();

        assertThat(watermarks).containsExactly(90L);
    }

    @Test
    void theOtherLaneGoesOnMeanwhile() {
        ofLeft.open(opening(left, 100));
        ofLeft.send(data(left, 0, 100));
        ofLeft.send(data(left, 1, 110));
        ofRight.open(opening(right, 90));
        ofRight.send(data(right, 0, 120));
        work();

        assertThat(watermarks).hasSize(3).allMatch(watermark -> watermark >= 90);
    }

    @Test
    void whatWasLostWaitsForNothing() {
        ofLeft.open(opening(left, 100));
        ofLeft.send(data(left, 0, 100));
        work();
        left.discard();
        work();

        assertThat(watermarks).isEmpty();
        assertThat(fromLeft.depth()).isZero();
        ofLeft.send(data(left, 1, 100));
        work();
        assertThat(fromLeft.depth()).isZero();
    }

    private void work() {
        SteppedStage.work(worker);
    }

    private StageWorker worker() {
        ManualTime time = new ManualTime();
        StateStores stores = new StateStores(plan, "bank-cards", StateSettings.defaults(), time);
        stores.open(shard);
        return new StageWorker(
                plan,
                stage,
                0,
                new Inbox(List.of(fromLeft, fromRight)),
                Map.of(),
                new FakeOutputWriter(),
                stores,
                new RunContext(
                        time,
                        new EventTimeMeter(),
                        false,
                        TestErrors.of(TopologySettings.defaults(), time),
                        PlacesBefore.NONE,
                        RunContext.Meters.NONE,
                        RecordTracer.NONE));
    }

    private LaneEvent.Opening opening(PartitionAssignment assignment, long watermark) {
        return new LaneEvent.Opening(assignment, Set.of(left.partition(), right.partition()), watermark);
    }

    private LaneEvent.Data data(PartitionAssignment assignment, long offset, long watermark) {
        Record<Object, Object> record = new Record<>("key", "value", watermark, new RecordHeaders());
        int entry = stage.indexOf("process").orElseThrow();
        return new LaneEvent.Data(entry, record, new Origin(assignment, offset, watermark, 0), watermark, watermark);
    }

    private PartitionAssignment assignment(String topic) {
        return new PartitionAssignment(new SourcePartition(topic, 0), 1, 1, shard);
    }

    private static Lane lane() {
        return new Lane(16, WakeUp.NOT_NEEDED, WakeUp.NOT_NEEDED);
    }

    private Plan plan() {
        TopologyBuilder builder = TopologyBuilder.named("cards").defaultSerdes(STRING, STRING);
        KStream<String, String> leftStream =
                builder.<String, String>stream("left").stage("left-stage", 1);
        KStream<String, String> rightStream =
                builder.<String, String>stream("right").stage("right-stage", 1);
        leftStream
                .merge(rightStream)
                .stage("both", 1)
                .<String, String>process(() -> new Watching(), Named.as("process"), TIMERS);
        return Planner.plan(builder.build(), "group", TopologySettings.defaults());
    }

    /** Notes the watermark that each record sees. */
    private final class Watching implements Processor<String, String, String, String> {
        private @Nullable ProcessorContext<String, String> context;

        @Override
        public void init(ProcessorContext<String, String> newContext) {
            context = newContext;
        }

        @Override
        public void process(Record<String, String> record) {
            watermarks.add(Objects.requireNonNull(context).currentWatermarkMs());
        }
    }
}
