package io.millrace.internal.stage;

import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.epoch.Shard;
import io.millrace.internal.exchange.Exchange;
import io.millrace.internal.exchange.Inbox;
import io.millrace.internal.exchange.Lane;
import io.millrace.internal.exchange.LaneEvent;
import io.millrace.internal.exchange.Origin;
import io.millrace.internal.exchange.Spread;
import io.millrace.internal.exchange.WakeUp;
import io.millrace.internal.plan.Plan;
import io.millrace.internal.plan.Planner;
import io.millrace.internal.plan.Routing;
import io.millrace.internal.plan.ShardGroup;
import io.millrace.internal.plan.StagePlan;
import io.millrace.internal.state.StageKeys;
import io.millrace.internal.state.StateStores;
import io.millrace.processor.Record;
import io.millrace.processor.SourcePartition;
import io.millrace.runtime.StateSettings;
import io.millrace.runtime.TopologySettings;
import io.millrace.support.ManualTime;
import io.millrace.support.TestEpochs;
import io.millrace.topology.Node;
import io.millrace.topology.Topology;
import io.millrace.trace.RecordTracer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** All stage workers of a topology and the lanes between them, stepped by the test. Keys and values are texts. */
final class SteppedTopology {

    private static final int CAPACITY = 64;

    final FakeOutputWriter writer = new FakeOutputWriter();
    private final Plan plan;
    private final StateStores stores;
    private final ManualTime time = new ManualTime();
    private final Map<String, List<Lane>> inbound = new HashMap<>();
    private final Map<String, Exchange> fromSource = new LinkedHashMap<>();
    private final List<StageWorker> workers = new ArrayList<>();
    private final Map<String, Shard> shards = new HashMap<>();
    private final Map<SourcePartition, PartitionAssignment> assignments = new HashMap<>();
    private long offset;

    SteppedTopology(Topology topology) {
        plan = Planner.plan(topology, "group", TopologySettings.defaults());
        stores = new StateStores(plan, "bank-cards", StateSettings.defaults().withCheckMutations(true), time);
        plan.fedBySource().forEach(stage -> fromSource.put(stage.name(), exchange(stage)));
        Map<StagePlan, List<Map<String, Exchange>>> outbound = new LinkedHashMap<>();
        for (StagePlan stage : plan.stages()) {
            List<Map<String, Exchange>> ofWorkers = new ArrayList<>();
            for (int number = 0; number < stage.parallelism(); number++) {
                Map<String, Exchange> exchanges = new LinkedHashMap<>();
                plan.fedBy(stage).forEach(next -> exchanges.put(next.name(), exchange(next)));
                ofWorkers.add(exchanges);
            }
            outbound.put(stage, ofWorkers);
        }
        outbound.forEach((stage, ofWorkers) -> {
            for (int number = 0; number < ofWorkers.size(); number++) {
                workers.add(worker(stage, number, ofWorkers.get(number)));
            }
        });
    }

    /** Sends a record from {@code topic} and lets everything work until there is nothing left to do. */
    void send(String topic, int partition, @Nullable String key, @Nullable String value) {
        queue(topic, partition, key, value);
        work();
    }

    /** Sends a record from {@code topic}. */
    void queue(String topic, int partition, @Nullable String key, @Nullable String value) {
        queue(topic, partition, record(key, value));
    }

    /** Sends a record with headers from {@code topic}, and lets everything work. */
    void send(String topic, int partition, String key, String value, Headers headers) {
        queue(topic, partition, record(key, value).withHeaders(new RecordHeaders(headers)));
        work();
    }

    private void queue(String topic, int partition, Record<Object, Object> record) {
        Node.Source source = plan.sources().stream()
                .filter(node -> node.reads(topic))
                .findFirst()
                .orElseThrow();
        StagePlan stage = plan.stageOf(source.name());
        PartitionAssignment assignment = assignments.computeIfAbsent(new SourcePartition(topic, partition), this::open);
        fromSource
                .getOrDefault(stage.name(), exchange(stage))
                .send(new LaneEvent.Data(
                        stage.indexOf(source.name()).orElseThrow(), record, new Origin(assignment, offset++, 42, 0)));
    }

    /** The same from partition 0 of topic {@code in}. */
    void send(@Nullable String key, @Nullable String value) {
        send("in", 0, key, value);
    }

    /** Ends an epoch. */
    void barrier() {
        barrier(LaneEvent.Ending.IN_THE_FLOW);
    }

    /** Ends the last epoch of the run. */
    void lastBarrier() {
        barrier(LaneEvent.Ending.AT_THE_END);
    }

    /** Lets time go on, and everything work. */
    void pass(Duration duration) {
        time.advance(duration);
        work();
    }

    private void barrier(LaneEvent.Ending ending) {
        LaneEvent.Barrier barrier =
                new LaneEvent.Barrier(TestEpochs.epoch(workers.size()), List.of(), ending, Set.of(), Set.of());
        fromSource.values().forEach(exchange -> exchange.broadcast(barrier));
        work();
    }

    /** Returns what was written, as {@code key=value}. */
    List<String> written() {
        return writer.outputs.stream()
                .map(output -> text(output.key()) + "=" + text(output.value()))
                .toList();
    }

    private PartitionAssignment open(SourcePartition partition) {
        Shard shard = plan.shardGroupOf(partition.topic())
                .map(group -> shards.computeIfAbsent(
                        group.name() + "-" + partition.partition(), any -> shard(group, partition.partition())))
                .orElse(null);
        PartitionAssignment assignment = new PartitionAssignment(partition, 1, 1, idOf(partition.topic()), shard);
        fromSource.values().forEach(exchange -> exchange.open(new LaneEvent.Opening(assignment)));
        return assignment;
    }

    static UUID idOf(String topic) {
        return UUID.nameUUIDFromBytes(topic.getBytes(StandardCharsets.UTF_8));
    }

    private Shard shard(ShardGroup group, int partition) {
        Shard shard = new Shard(group.name(), partition);
        stores.open(shard);
        return shard;
    }

    /** Lets everything work until there is nothing left to do. */
    void work() {
        boolean worked = true;
        while (worked) {
            worked = false;
            for (StageWorker worker : workers) {
                worked |= worker.doWork() > 0;
            }
        }
    }

    private StageWorker worker(StagePlan stage, int number, Map<String, Exchange> exchanges) {
        return new StageWorker(
                plan,
                stage,
                number,
                new Inbox(inbound.getOrDefault(stage.name() + "-" + number, List.of())),
                exchanges,
                writer,
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

    private Exchange exchange(StagePlan stage) {
        List<Lane> lanes = new ArrayList<>();
        for (int number = 0; number < stage.parallelism(); number++) {
            Lane lane = new Lane(CAPACITY, WakeUp.NOT_NEEDED, WakeUp.NOT_NEEDED);
            lanes.add(lane);
            inbound.computeIfAbsent(stage.name() + "-" + number, any -> new ArrayList<>())
                    .add(lane);
        }
        return new Exchange(
                lanes,
                stage.routing() == Routing.BY_KEY
                        ? Spread.byKey(new StageKeys(plan, "bank-cards").of(stage))
                        : Spread.BY_PARTITION);
    }

    @SuppressWarnings("NullAway") // the types of key and value may include null, but not so that NullAway sees it
    private static Record<Object, Object> record(@Nullable String key, @Nullable String value) {
        return new Record<>(bytes(key), bytes(value), 42, new RecordHeaders());
    }

    private static byte @Nullable [] bytes(@Nullable String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    private static @Nullable String text(byte @Nullable [] bytes) {
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }
}
