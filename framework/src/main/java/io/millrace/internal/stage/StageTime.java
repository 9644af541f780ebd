package io.millrace.internal.stage;

import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.epoch.Shard;
import io.millrace.internal.exchange.Exchange;
import io.millrace.internal.exchange.LaneEvent;
import io.millrace.internal.plan.StagePlan;
import io.millrace.internal.plan.TimePlan;
import io.millrace.internal.state.ShardTimers;
import io.millrace.internal.state.WorkerStores;
import io.millrace.processor.SourcePartition;
import io.millrace.state.StoreDefinition;
import io.millrace.state.StoreKind;
import io.millrace.topology.Node;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How far event time has come in one worker: in each partition whose time is kept, and in each shard.
 *
 * <p>Confined to the worker.
 */
final class StageTime {

    private final TimePlan plan;
    private final StagePlan stage;
    private final WorkerStores stores;
    private final List<Exchange> behind;
    private final Map<PartitionAssignment, PartitionTime> partitions = new HashMap<>();
    private final Map<Shard, ShardTime> shards = new LinkedHashMap<>();
    private @Nullable PartitionTime last;
    private long now;

    /** {@code exchanges} lead to the stages behind, by their names. */
    StageTime(TimePlan plan, StagePlan stage, WorkerStores stores, Map<String, Exchange> exchanges) {
        this.plan = plan;
        this.stage = stage;
        this.stores = stores;
        this.behind = exchanges.entrySet().stream()
                .filter(next -> plan.isNeededIn(next.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** A turn of the worker begins at {@code newNow}, a wall-clock time in milliseconds. */
    void beginTurn(long newNow) {
        now = newNow;
    }

    /** Returns when the worker's turn began. */
    long now() {
        return now;
    }

    /** A partition's records follow in {@code lane}; its shard is open. */
    void open(int lane, LaneEvent.Opening opening) {
        PartitionAssignment assignment = opening.assignment();
        Shard shard = assignment.shard();
        if (shard == null || !plan.isKeptOf(assignment.topic())) {
            return;
        }
        ShardTime shardTime = shards.computeIfAbsent(shard, opened -> shardTime(opened, opening));
        PartitionTime partition = partitions.computeIfAbsent(assignment, opened -> {
            PartitionTime made = new PartitionTime(opened, shardTime, plan.lanes(opened.topic(), stage));
            shardTime.add(made);
            return made;
        });
        if (!plan.isReadIn(stage, assignment.topic())) {
            partition.input(lane).reach(opening.watermark());
            partition.merge();
            shardTime.restored();
        }
    }

    /** Returns {@code opening} as the stages behind are to get it: with the time that their records follow. */
    LaneEvent.Opening passedOn(LaneEvent.Opening opening) {
        PartitionTime partition = find(opening.assignment());
        return partition == null ? opening : opening.withWatermark(partition.watermark());
    }

    /** No record of {@code assignments} follows. */
    void close(Collection<PartitionAssignment> assignments) {
        for (PartitionAssignment assignment : assignments) {
            PartitionTime closed = partitions.remove(assignment);
            if (closed != null) {
                closed.shard().remove(closed);
                if (closed.shard().partitions().isEmpty()) {
                    shards.remove(closed.shard().shard());
                }
            }
        }
        last = null;
    }

    /** Goes on to where time was before {@code data}, which comes by {@code lane}; returns its shard if that has a time. */
    @Nullable
    ShardTime advanceBefore(int lane, LaneEvent.Data data) {
        PartitionTime partition = find(data.origin().assignment());
        if (partition == null) {
            return null;
        }
        if (partition.input(lane).reach(data.before())) {
            partition.merge();
        }
        return partition.shard();
    }

    /** Goes on to where time is with {@code data}, which comes by {@code lane}. */
    void advance(int lane, LaneEvent.Data data) {
        PartitionTime partition = find(data.origin().assignment());
        if (partition != null) {
            partition.bring(
                    partition.input(lane), data.watermark(), data.origin().offset(), now);
        }
    }

    /** The stage before {@code lane} says how far the time is; returns the shard that may be further by it. */
    @Nullable
    ShardTime advance(int lane, LaneEvent.Time news) {
        PartitionTime partition = find(news.assignment());
        if (partition == null) {
            return null;
        }
        TimeInput input = partition.input(lane);
        if (input.move(news.watermark()) | (news.idle() ? input.rest() : input.wake())) {
            partition.merge();
        }
        return partition.shard();
    }

    /** Returns the time of {@code assignment}, which is kept. */
    PartitionTime of(PartitionAssignment assignment) {
        return Objects.requireNonNull(find(assignment), () -> "No time is kept of %s".formatted(assignment));
    }

    /** Returns the time of {@code assignment}; null if none is kept. */
    @Nullable
    PartitionTime find(PartitionAssignment assignment) {
        PartitionTime found = last;
        if (found == null || found.assignment() != assignment) {
            found = partitions.get(assignment);
            last = found;
        }
        return found;
    }

    Collection<PartitionTime> partitions() {
        return partitions.values();
    }

    Collection<ShardTime> shards() {
        return shards.values();
    }

    /** Tells the stages behind what has changed; returns how many partitions that were. */
    int tell() {
        int told = 0;
        if (behind.isEmpty()) {
            return told;
        }
        for (PartitionTime partition : partitions.values()) {
            long watermark = partition.outgoing();
            if (!partition.shard().isHeld() && partition.takeNews(watermark)) {
                LaneEvent.Time time = new LaneEvent.Time(partition.assignment(), watermark, partition.isIdle());
                behind.forEach(exchange -> exchange.tell(time));
                told++;
            }
        }
        return told;
    }

    private ShardTime shardTime(Shard shard, LaneEvent.Opening opening) {
        long expected = opening.inputs().stream()
                .map(SourcePartition::topic)
                .filter(topic -> plan.isKeptOf(topic) && plan.lanes(topic, stage) > 0)
                .count();
        List<NodeTimers> timers = new ArrayList<>();
        for (ShardTimers each : stores.timers(shard)) {
            timers.add(nodeTimers(each));
        }
        return new ShardTime(shard, (int) expected, timers);
    }

    private NodeTimers nodeTimers(ShardTimers timers) {
        for (int position = 0; position < stage.nodes().size(); position++) {
            Node node = stage.nodes().get(position);
            if (hasTimers(node, timers.store())) {
                return new NodeTimers(
                        position, TimePlan.emitsOnTimers(node), TimePlan.isBehindTimers(stage, node), timers);
            }
        }
        throw new IllegalStateException(
                "No node of stage '%s' has timers '%s'".formatted(stage.name(), timers.store()));
    }

    private static boolean hasTimers(Node node, String store) {
        return node.stores().stream()
                .filter(definition -> definition.kind() == StoreKind.TIMERS)
                .map(StoreDefinition::name)
                .anyMatch(store::equals);
    }
}
