package io.millrace.internal.stage;

import static io.millrace.internal.stage.SteppedStage.STRING;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.epoch.Shard;
import io.millrace.internal.exchange.LaneEvent;
import io.millrace.internal.exchange.Origin;
import io.millrace.internal.plan.Plan;
import io.millrace.internal.plan.Planner;
import io.millrace.internal.plan.StagePlan;
import io.millrace.internal.plan.TimePlan;
import io.millrace.internal.state.StateStores;
import io.millrace.internal.state.WorkerStores;
import io.millrace.processor.SourcePartition;
import io.millrace.runtime.StateSettings;
import io.millrace.runtime.TopologySettings;
import io.millrace.state.KeyValueStore;
import io.millrace.state.Stores;
import io.millrace.support.ManualTime;
import io.millrace.topology.TimeKeeperNode;
import io.millrace.topology.TimeKeeperNode.Before;
import io.millrace.topology.TimeKeeperNode.TimePlace;
import io.millrace.topology.TopologyBuilder;
import io.millrace.trace.RecordTracer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The partitions before a shuffle, as they are when a run begins. */
class TimeKeeperPlacesTest {

    private static final SourcePartition READ = new SourcePartition("in", 0);
    private static final Before GONE = new Before(new UUID(0, 1), 0);
    private static final Before FIRST = new Before(new UUID(0, 2), 0);
    private static final Before SECOND = new Before(new UUID(0, 2), 1);

    private final Plan plan = plan();
    private final StagePlan stage = plan.stages().get(0);
    private final ManualTime clock = new ManualTime();
    private final Shard shard = new Shard(plan.shardGroups().get(0).name(), 0);
    private final PartitionAssignment assignment = new PartitionAssignment(READ, 1, 1, shard);
    private final CurrentRecord current = new CurrentRecord();
    private final WorkerStores stores = stores();
    private final StageTime time = new StageTime(new TimePlan(plan), stage, stores, Map.of());

    @Test
    void onesThatWereNotHeardOfAreWaitedFor() {
        store(FIRST, 100);

        open();

        assertThat(watermark()).isEqualTo(LaneEvent.NO_TIME);
        assertThat(partition().inputs()).hasSize(2);
    }

    @Test
    void timeIsThatOfTheCheckpointIfAllWereHeardOf() {
        store(FIRST, 100);
        store(SECOND, 90);

        open();

        assertThat(watermark()).isEqualTo(90);
    }

    @Test
    void thoseOfATopicThatIsGoneAreForgottenAndTimeStaysAsItWas() {
        store(GONE, 100);

        open();

        assertThat(watermark()).isEqualTo(100);
        assertThat(partition().inputs()).hasSize(2);
        current.begin(new Origin(assignment, 0, 0, 0));
        assertThat(times().get(new TimePlace(READ, GONE))).isNull();
        current.end();
    }

    private void open() {
        time.open(0, new LaneEvent.Opening(assignment));
        keeper().open(assignment);
    }

    private void store(Before before, long watermark) {
        current.begin(new Origin(assignment, 0, 0, 0));
        times().put(new TimePlace(READ, before), watermark);
        current.end();
    }

    private PartitionTime partition() {
        return time.of(assignment);
    }

    private long watermark() {
        return partition().watermark();
    }

    private TimeKeeperOperator keeper() {
        PlacesBefore places = new PlacesBefore(Map.of(
                "in", Map.of(FIRST, new SourcePartition("before", 0), SECOND, new SourcePartition("before", 1))));
        RunContext run = new RunContext(
                clock,
                new EventTimeMeter(),
                false,
                TestErrors.of(TopologySettings.defaults(), clock),
                places,
                RunContext.Meters.NONE,
                RecordTracer.NONE);
        return new TimeKeeperOperator(
                node(),
                times(),
                new StageContext("cards", "group", stage.name(), current, stores, time, run),
                time,
                new Downstream(List.of(), List.of()));
    }

    private TimeKeeperNode node() {
        return stage.nodes().stream()
                .filter(TimeKeeperNode.class::isInstance)
                .map(TimeKeeperNode.class::cast)
                .findFirst()
                .orElseThrow();
    }

    @SuppressWarnings("unchecked") // a definition's type is that of its view
    private KeyValueStore<TimePlace, Long> times() {
        return (KeyValueStore<TimePlace, Long>) stores.view(node().times(), current);
    }

    private WorkerStores stores() {
        StateStores all = new StateStores(plan, "bank-cards", StateSettings.defaults(), clock);
        all.open(shard);
        WorkerStores own = new WorkerStores(all, stage.stores(), 0);
        own.open(shard);
        return own;
    }

    private static Plan plan() {
        TopologyBuilder builder = TopologyBuilder.named("cards").defaultSerdes(STRING, STRING);
        builder.<String, String>stream("in").<String, String>process(() -> record -> {}, Stores.timers("timers"));
        return Planner.plan(builder.build(), "group", TopologySettings.defaults());
    }
}
