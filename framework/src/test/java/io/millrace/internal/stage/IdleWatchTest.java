package io.millrace.internal.stage;

import static io.millrace.internal.stage.SteppedStage.STRING;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.epoch.Shard;
import io.millrace.internal.exchange.LaneEvent;
import io.millrace.internal.plan.Plan;
import io.millrace.internal.plan.Planner;
import io.millrace.internal.plan.StagePlan;
import io.millrace.internal.plan.TimePlan;
import io.millrace.internal.state.StateStores;
import io.millrace.internal.state.WorkerStores;
import io.millrace.processor.SourcePartition;
import io.millrace.runtime.StateSettings;
import io.millrace.runtime.TopologySettings;
import io.millrace.state.Stores;
import io.millrace.support.ManualTime;
import io.millrace.topology.Consumed;
import io.millrace.topology.TopologyBuilder;
import io.millrace.trace.RecordTracer;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** One shard of two partitions. The first one is ahead, so that time goes on as soon as the second one is idle. */
class IdleWatchTest {

    private static final long START = 1_000_000;
    private static final long AHEAD = 500;
    private static final long BEHIND = 100;

    private final Plan plan = plan();
    private final StagePlan stage = plan.stages().get(0);
    private final Shard shard = new Shard(plan.shardGroups().get(0).name(), 0);
    private final PartitionAssignment first = assignment(0);
    private final PartitionAssignment second = assignment(1);
    private final StageTime time = stageTime();
    private final PartitionTime ahead = time.of(first);
    private final PartitionTime behind = time.of(second);
    private final IdleWatch watch = new IdleWatch(stage, time, run());
    private long now = START;

    IdleWatchTest() {
        hear(1_000);
        bring(ahead, AHEAD);
        bring(behind, BEHIND);
    }

    @Test
    void aPartitionThatBringsNothingThoughItCouldIsIdle() {
        for (int second = 0; second < 30; second++) {
            assertThat(watermark()).isEqualTo(BEHIND);
            pass(1_000);
            hear(1_000);
        }

        assertThat(watermark()).isEqualTo(AHEAD);
    }

    @Test
    void whileNothingIsHeardOfKafkaNothingIsIdle() {
        pass(60_000);

        assertThat(watermark()).isEqualTo(BEHIND);
    }

    @Test
    void timeInWhichNobodyCouldComeDoesNotCountBehindIt() {
        pass(60_000);
        hear(1_000);
        pass(1_000);

        assertThat(watermark()).isEqualTo(BEHIND);
    }

    @Test
    void aRecordMakesTheWaitBeginAnew() {
        hear(25_000);
        pass(25_000);
        bring(behind, BEHIND + 1);
        hear(25_000);
        pass(25_000);
        assertThat(watermark()).isEqualTo(BEHIND + 1);

        hear(5_000);
        pass(5_000);

        assertThat(watermark()).isEqualTo(AHEAD);
    }

    @Test
    void itTellsWhenThereIsSomethingToLookAt() {
        hear(60_000);
        pass(29_000);
        assertThat(watch.millisToChange(now)).isEqualTo(1_000);

        watch.look(now);
        pass(1_000);

        assertThat(watermark()).isEqualTo(AHEAD);
    }

    @Test
    void whereTheClockStopsBeforeThereIsNothingToWaitFor() {
        hear(10_000);

        assertThat(watch.millisToChange(now)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aBatchThatEndsHasBroughtAllThereIs() {
        pass(29_999);
        watch.endBatch(now);
        assertThat(watermark()).isEqualTo(BEHIND);
        watch.beginBatch();
        pass(30_000);

        watch.endBatch(now);

        assertThat(watermark()).isEqualTo(AHEAD);
    }

    private void bring(PartitionTime partition, long watermark) {
        partition.bring(partition.input(null), watermark, 0, now);
    }

    /** All that was there until now has come, and for {@code millis} nobody needs to ask again. */
    private void hear(long millis) {
        for (PartitionTime partition : time.partitions()) {
            watch.caughtUp(partition, new LaneEvent.CaughtUp(partition.assignment(), now, now + millis));
        }
    }

    private void pass(long millis) {
        now += millis;
        watch.look(now);
    }

    private long watermark() {
        return ahead.shard().watermark();
    }

    private static RunContext run() {
        ManualTime time = new ManualTime();
        return new RunContext(
                time,
                new EventTimeMeter(),
                false,
                TestErrors.of(TopologySettings.defaults(), time),
                PlacesBefore.NONE,
                RunContext.Meters.NONE,
                RecordTracer.NONE);
    }

    private StageTime stageTime() {
        StateStores stores = new StateStores(plan, "bank-cards", StateSettings.defaults(), new ManualTime());
        stores.open(shard);
        WorkerStores own = new WorkerStores(stores, stage.stores(), 0);
        own.open(shard);
        StageTime made = new StageTime(new TimePlan(plan), stage, own, Map.of());
        Set<SourcePartition> all = Set.of(first.partition(), second.partition());
        made.open(0, new LaneEvent.Opening(first, all));
        made.open(0, new LaneEvent.Opening(second, all));
        return made;
    }

    private PartitionAssignment assignment(int partition) {
        return new PartitionAssignment(new SourcePartition("in", partition), 1 + partition, 2, shard);
    }

    private static Plan plan() {
        TopologyBuilder builder = TopologyBuilder.named("cards").defaultSerdes(STRING, STRING);
        builder.stream("in", Consumed.with(STRING, STRING).idleAfter(Duration.ofSeconds(30)))
                .<String, String>process(() -> record -> {}, Stores.timers("timers"));
        return Planner.plan(builder.build(), "group", TopologySettings.defaults());
    }
}
