package io.millrace.simulation;

import io.millrace.state.StoreDefinition;
import io.millrace.state.Stores;
import io.millrace.state.ValueState;
import io.millrace.testkit.internal.memory.MemoryCluster;
import io.millrace.topology.Consumed;
import io.millrace.topology.KStream;
import io.millrace.topology.Repartitioned;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;

/**
 * A step that goes by time, behind its inputs in the same stage, in one of its own, or behind a shuffle. Confined to the simulation's
 * thread.
 */
final class EventTimes implements Scenario {

    private static final String NAME = "timed";
    private static final int MOST_PARTITIONS = 4;
    private static final int MOST_WORKERS = 3;

    /** Nothing is idle: what a partition is late with would be late for all. */
    private static final Duration NEVER = Duration.ofDays(1);

    private final TimedStep step;
    private final int partitions;
    private final Way way;
    private final int workers;
    private final Topology topology;
    private final TimedInputs inputs;
    private final KafkaContents contents;
    private final String group;

    /** {@code application} is the service's id. */
    EventTimes(MemoryCluster cluster, Random random, String application) {
        this.step = step(random);
        this.partitions = 1 + random.nextInt(MOST_PARTITIONS);
        this.way = Way.values()[
                random.nextInt(Way.values().length - (step.goesByArrival() || step.lateness() > 0 ? 1 : 0))];
        this.workers = 1 + random.nextInt(MOST_WORKERS);
        this.topology = build();
        this.inputs = new TimedInputs(step, partitions, cluster, random);
        this.contents = new KafkaContents(cluster);
        this.group = application + "-" + NAME;
    }

    /** How records come from an input to the step; by a new key they come in any order. */
    private enum Way {
        STRAIGHT,
        BY_STAGE,
        BY_NEW_KEY
    }

    @Override
    public Topology topology() {
        return topology;
    }

    @Override
    public List<String> inputs() {
        return step.inputs();
    }

    @Override
    public List<String> outputs() {
        return List.of(TimedStep.RESULTS, TimedStep.LATE);
    }

    @Override
    public int partitions() {
        return partitions;
    }

    @Override
    public boolean takesRealTime() {
        return true;
    }

    @Override
    public void write() {
        inputs.write();
    }

    @Override
    public boolean begin() {
        return false;
    }

    @Override
    public boolean conclude() {
        inputs.writeLast();
        return true;
    }

    @Override
    public Runnable job() {
        return () -> {};
    }

    @Override
    public void check(Weather weather) {
        List<Event> events = inputs.written().stream()
                .map(event -> event.withKey(key(event.key(), event.id())))
                .toList();
        step.check(events, new TimedOutputs(contents), weather.calm() || weather.once());
        checkNothingLeft();
    }

    @Override
    public String text() {
        return "%s %s %d workers, %d partitions".formatted(step, way, workers, partitions);
    }

    /** Nothing is kept of what is over. */
    private void checkNothingLeft() {
        Set<String> lasting = new HashSet<>(step.lastingStores());
        step.inputs().forEach(topic -> lasting.add(watch(topic)));
        for (String changelog : contents.topics("^%s-.*-changelog$".formatted(group))) {
            String store = changelog.substring(group.length() + 1, changelog.length() - "-changelog".length());
            if (!lasting.contains(store) && !store.endsWith("-times") && !store.endsWith("-replays")) {
                List<String> left = contents.keysLeft(changelog).stream()
                        .filter(key -> !key.contains(Event.MARK))
                        .toList();
                if (!left.isEmpty()) {
                    throw new BrokenPromise("Of what is over, '%s' still has %s".formatted(store, left));
                }
            }
        }
    }

    private static TimedStep step(Random random) {
        return switch (random.nextInt(7)) {
            case 0 -> TimerStep.of(random);
            case 1 -> TickStep.of(random);
            case 2 -> JoinStep.of(random);
            case 3 -> TableJoinStep.of(random);
            default -> WindowStep.of(random);
        };
    }

    private Topology build() {
        TopologyBuilder builder = TopologyBuilder.named(NAME).defaultSerdes(Serdes.String(), Serdes.String());
        step.build(topic -> watched(topic, arriving(topic, builder.stream(topic, consumed()))));
        return builder.build();
    }

    private Consumed<String, String> consumed() {
        return Consumed.with(Serdes.String(), Serdes.String())
                .allowedDisorder(Duration.ofMillis(step.allowedDisorder()))
                .idleAfter(NEVER)
                .maxFuture(NEVER);
    }

    private KStream<String, String> arriving(String topic, KStream<String, String> stream) {
        return switch (way) {
            case STRAIGHT -> stream;
            case BY_STAGE -> stream.stage(NAME + "-stage-" + topic, workers);
            case BY_NEW_KEY ->
                stream.selectKey(this::key).repartition(Repartitioned.with(Serdes.String(), Serdes.String()));
        };
    }

    private KStream<String, String> watched(String topic, KStream<String, String> stream) {
        if (!step.keepsTime()) {
            return stream;
        }
        StoreDefinition<ValueState<Long>> store = Stores.value(watch(topic), Serdes.Long());
        return stream.processValues(() -> new WatermarkWatch(store), store);
    }

    private static String watch(String topic) {
        return NAME + "-watch-" + topic;
    }

    private String key(String key, String id) {
        return way == Way.BY_NEW_KEY && !Event.isMark(key) ? "g" + Math.floorMod(Mixed.of(id), partitions + 1) : key;
    }
}
