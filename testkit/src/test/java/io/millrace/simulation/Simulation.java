package io.millrace.simulation;

import io.millrace.errors.BrokerUnavailableException;
import io.millrace.internal.engine.SteppedRun;
import io.millrace.internal.engine.SteppedWorld;
import io.millrace.processor.SourcePartition;
import io.millrace.runtime.EpochProgress;
import io.millrace.runtime.TopologyListener;
import io.millrace.runtime.Trigger;
import io.millrace.testkit.internal.memory.Disturbance;
import io.millrace.testkit.internal.memory.MemoryCluster;
import java.time.Duration;
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
    private final Elsewhere elsewhere;
    private final Scenario scenario;
    private final Weather weather;
    private final SimulatedTime time = new SimulatedTime();
    private final Trace trace = new Trace();
    private final MemoryCluster cluster = new MemoryCluster(time);
    private final KafkaContents contents = new KafkaContents(cluster);
    private final List<Node> nodes = new ArrayList<>();
    private final Turns turns;
    private final Trigger lastTrigger;
    private final Trouble trouble;
    private @Nullable BrokenPromise broken;

    Simulation(long seed) {
        this.seed = seed;
        this.elsewhere = new Elsewhere(seed);
        Random random = new Random(seed * 0x9E3779B97F4A7C15L + 0x2545F4914F6CDD1DL);
        this.scenario = random.nextInt(3) == 0
                ? new EventTimes(cluster, random, APPLICATION)
                : new Lineages(Pipeline.of(random, elsewhere), cluster, time, random, APPLICATION);
        this.weather = Weather.of(random, scenario.takesRealTime());
        long troubleSeed = random.nextLong();
        createTopics();
        for (int node = 0; node < weather.nodes(); node++) {
            Trigger trigger = weather.settings().trigger();
            nodes.add(new Node(scenario.topology().name() + node, trigger, time, trace, new OnThisCluster()));
        }
        this.lastTrigger = weather.triggers().lasting(random);
        this.turns = new Turns(random, weather, time, trace, nodes, new ThisCluster());
        cluster.whileWaiting(waited -> turns.letWait(waited.toNanos() / 1_000));
        this.trouble = new Trouble(weather, troubleSeed, time, trace, nodes, turns::whileWaiting);
    }

    /**
     * Runs it, and returns a digest of what happened.
     *
     * @throws SimulationFailure if a promise was broken
     */
    long run() {
        try {
            begin();
            for (int moment = 0; moment < weather.moments(); moment++) {
                turns.next();
                check();
            }
            settle();
            leave();
            scenario.check(weather);
            return trace.digest();
        } catch (RuntimeException e) {
            throw new SimulationFailure(
                    "Seed %d: %s%n%s, %s%n%s".formatted(seed, e.getMessage(), scenario.text(), weather, trace), e);
        }
    }

    private void begin() {
        nodes.get(0).join();
        if (scenario.begin()) {
            await("process and commit the first input", () -> uncommitted() == null);
        }
        cluster.disturb(trouble);
    }

    /** Ends the trouble and waits until all input is processed and committed. */
    private void settle() {
        trace.add(time.micros() + " settles");
        cluster.disturb(Disturbance.NONE);
        turns.settle();
        nodes.forEach(Node::wake);
        nodes.get(0).join();
        await("process and commit all input", () -> uncommitted() == null);
        if (scenario.conclude()) {
            await("process and commit the last input", () -> uncommitted() == null);
            rest();
        }
    }

    /** Leaves time for what nobody writes anything for. */
    private void rest() {
        nodes.forEach(node -> node.switchTrigger(lastTrigger));
        for (int round = 0; round < SHORT_ROUNDS; round++) {
            turns.round(ROUND_MICROS);
            check();
        }
        await("commit what came of that", () -> uncommitted() == null);
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
        String group = APPLICATION + "-" + scenario.topology().name();
        Set<String> read = new TreeSet<>(scenario.inputs());
        read.addAll(contents.topics("^%s-.*-repartition$".formatted(group)));
        return contents.firstUncommitted(group, read);
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
        scenario.inputs().forEach(topic -> cluster.createTopic(topic, scenario.partitions()));
        scenario.outputs().forEach(topic -> cluster.createTopic(topic, scenario.partitions()));
    }

    /** The nodes' processes, as clients of the cluster. */
    private final class OnThisCluster implements Processes {

        @Override
        public SteppedRun run(Node node, String process, Trigger trigger) {
            SteppedRun[] made = new SteppedRun[1];
            made[0] = new SteppedRun(
                    scenario.topology(),
                    weather.settings().withTrigger(trigger),
                    new SteppedWorld(
                            APPLICATION,
                            process,
                            cluster.clients(process, weather.clientSettings()),
                            time,
                            () -> whileWaiting(node, made[0]),
                            new SteppedWorld.Pace(weather.laneCapacity(), Duration.ZERO)),
                    new Told(process));
            return made[0];
        }

        @Override
        public Runnable job() {
            Runnable check = scenario.job();
            return () -> {
                try {
                    check.run();
                } catch (BrokenPromise e) {
                    broken = e;
                }
            };
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
            scenario.write();
        }

        @Override
        public int pending() {
            return cluster.pending() + elsewhere.pending();
        }

        @Override
        public void deliver(int index) {
            if (index < cluster.pending()) {
                cluster.deliver(index);
            } else {
                elsewhere.end(index - cluster.pending());
            }
        }

        @Override
        public boolean isMarker(int index) {
            return index < cluster.pending() && cluster.describe(index).startsWith("cluster: marker");
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
