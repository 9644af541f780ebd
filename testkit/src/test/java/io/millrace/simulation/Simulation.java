package io.millrace.simulation;

import io.millrace.errors.BrokerUnavailableException;
import io.millrace.internal.engine.SteppedRun;
import io.millrace.processor.SourcePartition;
import io.millrace.runtime.Delivery;
import io.millrace.runtime.EpochProgress;
import io.millrace.runtime.TopologyListener;
import io.millrace.testkit.internal.memory.Disturbance;
import io.millrace.testkit.internal.memory.MemoryCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * One schedule: a random topology on some instances, disturbed for a while and then left to come to rest. A seed gives the same one
 * each time. Used once, by one thread.
 */
final class Simulation {

    private static final String APPLICATION = "app";
    private static final int LONGEST_REST = 1_000;
    private static final int SHORT_ROUNDS = 100;
    private static final long ROUND_MICROS = 50_000;
    private static final long LONG_WAIT_MICROS = 300_000;

    private final long seed;
    private final Pipeline pipeline;
    private final Weather weather;
    private final SimulatedTime time = new SimulatedTime();
    private final Trace trace = new Trace();
    private final MemoryCluster cluster;
    private final KafkaContents contents;
    private final Inputs inputs;
    private final List<Node> nodes = new ArrayList<>();
    private final Turns turns;
    private @Nullable BrokenPromise broken;

    Simulation(long seed) {
        this.seed = seed;
        Random random = new Random(seed * 0x9E3779B97F4A7C15L + 0x2545F4914F6CDD1DL);
        this.pipeline = Pipeline.of(random);
        this.weather = Weather.of(random);
        this.cluster = new MemoryCluster(time);
        this.contents = new KafkaContents(cluster);
        this.inputs = new Inputs(pipeline, cluster, time, random);
        long troubleSeed = random.nextLong();
        createTopics();
        for (SimulatedTopology topology : pipeline.topologies()) {
            for (int node = 0; node < weather.nodes(); node++) {
                nodes.add(new Node(topology.name() + node, time, trace, new OnThisCluster(topology)));
            }
        }
        this.turns = new Turns(random, weather, time, trace, nodes, new ThisCluster());
        cluster.whileWaiting(waited -> turns.letWait(waited.toNanos() / 1_000));
        cluster.disturb(new Trouble(weather, troubleSeed, time, trace, nodes, turns::whileWaiting));
    }

    /**
     * Runs it, and returns a digest of what happened.
     *
     * @throws SimulationFailure if a promise was broken
     */
    long run() {
        try {
            joinFirst();
            for (int moment = 0; moment < weather.moments(); moment++) {
                turns.next();
                check();
            }
            settle();
            leave();
            checkResults();
            return trace.digest();
        } catch (RuntimeException e) {
            throw new SimulationFailure(
                    "Seed %d: %s%n%s, %s%n%s".formatted(seed, e.getMessage(), pipeline.text(), weather, trace), e);
        }
    }

    /** Ends the trouble and waits until all input is processed and committed. */
    private void settle() {
        trace.add(time.micros() + " settles");
        cluster.disturb(Disturbance.NONE);
        turns.settle();
        nodes.forEach(Node::wake);
        joinFirst();
        await("process and commit all input", () -> uncommitted() == null);
    }

    /** Has an instance of each topology up from now on. */
    private void joinFirst() {
        for (int first = 0; first < nodes.size(); first += weather.nodes()) {
            nodes.get(first).join();
        }
    }

    private void checkResults() {
        List<SimulatedTopology.Store> stores = pipeline.topologies().stream()
                .flatMap(topology -> topology.stores().stream())
                .toList();
        Recomputation recomputation = new Recomputation(inputs.written(), stores);
        for (SimulatedTopology topology : pipeline.topologies()) {
            Oracle oracle = new Oracle(topology, contents, recomputation);
            oracle.checkState(group(topology));
            long duplicates = oracle.checkOutputs();
            boolean once = weather.settings().delivery() == Delivery.EXACTLY_ONCE;
            if ((weather.calm() || once) && duplicates > 0) {
                throw new BrokenPromise("%d outputs of '%s' are repeated, though %s"
                        .formatted(
                                duplicates,
                                topology.name(),
                                once ? "each was to come once" : "all instances left gracefully"));
            }
            if (once) {
                oracle.checkStamps();
            }
        }
    }

    private void leave() {
        nodes.forEach(Node::leave);
        await("end gracefully", () -> nodes.stream().noneMatch(Node::isUp));
        await("end their transactions", () -> cluster.openTransactions().isEmpty()); // else nobody could read on
        cluster.deliverAll();
    }

    private void await(String what, BooleanSupplier done) {
        for (int round = 0; !done.getAsBoolean(); round++) {
            if (round > LONGEST_REST) {
                throw new BrokenPromise(
                        "The instances do not %s: what is not committed begins with %s".formatted(what, uncommitted()));
            }
            turns.round(round < SHORT_ROUNDS ? ROUND_MICROS : 5 * ROUND_MICROS);
            check();
        }
    }

    private @Nullable String uncommitted() {
        for (SimulatedTopology topology : pipeline.topologies()) {
            String group = group(topology);
            Set<String> read = new TreeSet<>(topology.inputs());
            contents.topics("^%s-.*-repartition$".formatted(group)).forEach(read::add);
            String first = contents.firstUncommitted(group, read);
            if (first != null) {
                return first;
            }
        }
        return null;
    }

    private static String group(SimulatedTopology topology) {
        return APPLICATION + "-" + topology.name();
    }

    private void whileWaiting(Node node, SteppedRun run) {
        if (!node.runs(run)) {
            throw new ProcessEnded();
        }
        if (broken != null) {
            throw broken;
        }
        if (node.frames() > 1) {
            time.advance(LONG_WAIT_MICROS); // perhaps in vain: for one who waits for this one to return
        }
        turns.whileWaiting();
    }

    private void check() {
        if (broken != null) {
            throw broken;
        }
    }

    private void createTopics() {
        pipeline.inputs().forEach(topic -> cluster.createTopic(topic, pipeline.partitions()));
        pipeline.topologies().forEach(topology -> topology.sinks()
                .forEach(sink -> cluster.createTopic(sink.topic(), pipeline.partitions())));
    }

    /** The nodes' processes, as clients of the cluster. */
    private final class OnThisCluster implements Processes {
        private final SimulatedTopology topology;

        OnThisCluster(SimulatedTopology topology) {
            this.topology = topology;
        }

        @Override
        public SteppedRun run(Node node, String process) {
            SteppedRun[] made = new SteppedRun[1];
            made[0] = new SteppedRun(
                    topology.topology(),
                    weather.settings(),
                    new SteppedRun.World(
                            APPLICATION,
                            process,
                            cluster.clients(process, weather.clientSettings()),
                            time,
                            () -> whileWaiting(node, made[0]),
                            weather.laneCapacity()),
                    new Told(process));
            return made[0];
        }

        @Override
        public void cutOff(String process) {
            cluster.cutOff(process);
        }

        @Override
        public void freeze(String process) {
            cluster.freeze(process);
        }

        @Override
        public void thaw(String process) {
            cluster.thaw(process);
        }

        @Override
        /** Failures of Kafka are its own; all others break a promise. */
        public void failed(Throwable failure) {
            boolean byKafka = false;
            for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                byKafka |= cause instanceof KafkaException
                        || cause instanceof BrokerUnavailableException
                        || cause instanceof ProcessEnded;
            }
            if (broken == null && (weather.calm() || !byKafka)) {
                broken = new BrokenPromise("An instance failed: " + failure, failure);
            }
        }
    }

    private final class ThisCluster implements Turns.Cluster {
        @Override
        public void input() {
            inputs.write();
        }

        @Override
        public int pending() {
            return cluster.pending();
        }

        @Override
        public void deliver(int index) {
            cluster.deliver(index);
        }

        @Override
        public boolean isMarker(int index) {
            return cluster.describe(index).startsWith("cluster: marker");
        }
    }

    /** Notes what a run tells. */
    private final class Told implements TopologyListener {
        private final String process;

        Told(String process) {
            this.process = process;
        }

        @Override
        public void epochCommitted(EpochProgress progress) {
            trace.add("%d %s committed epoch %d".formatted(time.micros(), process, progress.epoch()));
        }

        @Override
        public void assignmentChanged(String any, Set<SourcePartition> partitions) {
            Set<String> names = new TreeSet<>();
            partitions.forEach(partition -> names.add(partition.toString()));
            trace.add("%d %s has %s".formatted(time.micros(), process, names));
        }
    }
}
