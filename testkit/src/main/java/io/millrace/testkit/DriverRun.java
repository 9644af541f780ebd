package io.millrace.testkit;

import io.millrace.internal.engine.Agent;
import io.millrace.internal.engine.SteppedRun;
import io.millrace.internal.engine.SteppedWorld;
import io.millrace.internal.plan.Plan;
import io.millrace.internal.state.StoreReader;
import io.millrace.processor.SourcePartition;
import io.millrace.query.StoreQuery;
import io.millrace.runtime.EpochProgress;
import io.millrace.runtime.ErrorProgress;
import io.millrace.runtime.TopologyListener;
import io.millrace.runtime.TopologySettings;
import io.millrace.runtime.Trigger;
import io.millrace.topology.Topology;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * One run of the topology under test, as a process of its own: from its start to its end, its failure or its crash.
 *
 * <p>Confined to the driver's thread.
 */
final class DriverRun {

    private static final String APPLICATION = "test";

    /** What an agent has given to another as its last work, or the cluster to an agent, is seen in the next round. */
    private static final int QUIET_ROUNDS = 2;

    private static final Duration TURN = Duration.ofMillis(1);
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final int MOST_PAUSES = 2_400;
    private static final int MOST_ROUNDS = 1_000_000;
    private static final String RESTORE_WORKER = "restore-";
    private static final String TABLE_READER = "global-tables";

    private final String topology;
    private final DriverKafka kafka;
    private final ManualClock clock;
    private final CrashPlan crashPlan;
    private final DriverClients clients;
    private final SteppedRun run;
    /** Whether it ends by itself. */
    private boolean job;

    private @Nullable EpochProgress lastEpoch;
    private @Nullable Throwable startFailure;
    private long epochs;
    private int callsInVain;

    /** {@code number} tells this run from those before it. */
    DriverRun(
            Topology topology,
            TopologySettings settings,
            DriverKafka kafka,
            ManualClock clock,
            Outputs outputs,
            int number) {
        this.topology = topology.name();
        this.kafka = kafka;
        this.clock = clock;
        this.job = settings.trigger() instanceof Trigger.Job;
        String instance = "run-" + number;
        this.crashPlan = new CrashPlan(() -> kafka.cutOff(instance));
        this.clients = new DriverClients(kafka.clients(instance), outputs, crashPlan, kafka::deliverAll);
        this.run = new SteppedRun(
                topology,
                settings,
                new SteppedWorld(APPLICATION, instance, clients, clock.ofTopology(), this::goOn),
                new Noting());
    }

    /** Returns what runs. */
    Plan plan() {
        return run.plan();
    }

    /**
     * Starts it and waits until it owns {@code inputs}, as they are then, and has restored their state; or, where it ends by
     * itself, until it has.
     */
    void start(Supplier<Set<SourcePartition>> inputs) {
        try {
            run.start();
        } catch (RuntimeException | Error e) {
            startFailure = e;
            throw e;
        }
        settle();
        Set<SourcePartition> all = inputs.get();
        waitUntil(() -> !job && run.assignment().equals(all) && run.restoring().isEmpty(), "The start");
    }

    /** Has everything done that there is to do at this time, which includes calls that other threads complete soon. */
    void settle() {
        settleHere();
        while (!isOver() && isAnswerExpected()) {
            if (!run.awaitAnswer(clock.patience())) {
                callsInVain = run.callsAwaiting();
            }
            settleHere();
        }
    }

    /** Calls that were waited for in vain are not waited for again. */
    private boolean isAnswerExpected() {
        callsInVain = Math.min(callsInVain, run.callsAwaiting());
        return !clock.patience().isZero() && run.callsAwaiting() > callsInVain;
    }

    /** Batches do not linger. */
    private void settleHere() {
        comeToRest();
        for (Optional<Duration> left = run.lingering(); left.isPresent() && !isOver(); left = run.lingering()) {
            if (left.get().isZero()) {
                break; // a batch before it is not written
            }
            clock.pass(left.get());
            comeToRest();
        }
        if (crashPlan.hasCrashed()) {
            run.abandon();
        }
    }

    private void comeToRest() {
        int quiet = 0;
        for (int rounds = 0; quiet < QUIET_ROUNDS && !isOver(); rounds++) {
            if (rounds == MOST_ROUNDS) {
                throw new IllegalStateException(
                        "Topology '%s' does not come to rest. Does it write to a topic that it reads?"
                                .formatted(topology));
            }
            quiet = round() ? 0 : quiet + 1;
        }
    }

    /** Ends the epoch and waits until it is durable. */
    void endEpoch() {
        long before = epochs;
        run.endEpoch();
        settle();
        waitUntil(() -> epochs > before, "The epoch");
    }

    /** Has {@code trigger} take over, and waits until the topology has finished with a trigger that lets it. */
    void switchTrigger(Trigger trigger) {
        run.switchTrigger(trigger);
        settle();
        job = trigger instanceof Trigger.Job;
        waitUntil(() -> !job, "What is there");
    }

    /** Returns whether it has ended by itself. */
    boolean hasFinished() {
        return run.hasFinished() && run.isEnded() && !hasCrashed();
    }

    /** Has the group take {@code partitions} away. */
    void revoke(Set<TopicPartition> partitions) {
        group().revoke(partitions);
        settle();
    }

    /** Has the group give {@code partitions} back, and waits until they flow. */
    void giveBack(Set<TopicPartition> partitions) {
        group().giveBack(partitions);
        settle();
        waitUntil(() -> run.restoring().isEmpty(), "The restore");
    }

    /** Returns what the group has taken away. */
    Set<TopicPartition> away() {
        return clients.group().map(GroupConsumer::away).orElse(Set.of());
    }

    Set<SourcePartition> assignment() {
        return run.assignment();
    }

    CrashPlan crashPlan() {
        return crashPlan;
    }

    boolean hasCrashed() {
        return crashPlan.hasCrashed();
    }

    /** Returns what failed it; a crash is no failure. */
    Optional<Throwable> failure() {
        if (hasCrashed()) {
            return Optional.empty();
        }
        return startFailure == null ? run.failure() : Optional.of(startFailure);
    }

    /** Throws what failed it, if anything did. */
    void throwFailure() {
        Throwable failure = failure().orElse(null);
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
        if (failure instanceof Error error) {
            throw error;
        }
    }

    /** @throws IllegalStateException if it has crashed; what failed it is thrown too */
    void checkRunning() {
        if (hasCrashed()) {
            throw new IllegalStateException("Topology '%s' has crashed: call restart() first".formatted(topology));
        }
        throwFailure();
    }

    Optional<EpochProgress> lastEpoch() {
        return Optional.ofNullable(lastEpoch);
    }

    ErrorProgress errors() {
        return run.errors();
    }

    StoreReader store(String name) {
        return run.store(name);
    }

    <K, V> StoreQuery<K, V> query(String store) {
        return run.query(store);
    }

    /** Ends it as a process ends that is killed. */
    void crash() {
        crashPlan.crash();
        run.abandon();
    }

    /** Ends it as a service does that is stopped: with a checkpoint. */
    void stop() {
        if (!isOver()) {
            run.drain();
            settle();
            waitUntil(run::isDrained, "The stop");
        }
        if (!hasCrashed()) {
            run.close();
            kafka.deliverAll();
        }
    }

    private boolean isOver() {
        return crashPlan.hasCrashed() || startFailure != null || run.isEnded();
    }

    private GroupConsumer group() {
        return clients.group().orElseThrow(() -> new IllegalStateException("The run was not started"));
    }

    /** Lets time pass until {@code done}, as some things take their time: the session of a dead member, its transaction. */
    private void waitUntil(BooleanSupplier done, String what) {
        for (int pauses = 0; !isOver() && !done.getAsBoolean(); pauses++) {
            if (pauses == MOST_PAUSES) {
                throw new IllegalStateException(
                        "%s of topology '%s' does not come to an end: it owns %s and restores %s"
                                .formatted(what, topology, run.assignment(), run.restoring()));
            }
            clock.pass(PAUSE);
            settle();
        }
    }

    /** What the engine does while it waits. */
    private void goOn() {
        clock.pass(TURN);
        round();
    }

    /** Gives everybody a turn; returns whether anybody had work. */
    private boolean round() {
        boolean worked = kafka.deliverAll();
        for (Agent agent : run.agents()) {
            boolean did = agent.step();
            worked |= did && !readsAlways(agent.name());
        }
        return worked;
    }

    /** Such an agent has work as long as it reads. */
    private static boolean readsAlways(String agent) {
        return agent.startsWith(RESTORE_WORKER) || agent.equals(TABLE_READER);
    }

    /** Notes the epochs. */
    private final class Noting implements TopologyListener {

        @Override
        public void epochCommitted(EpochProgress progress) {
            lastEpoch = progress;
            epochs++;
        }
    }
}
