package io.millrace.internal.engine;

import io.millrace.errors.MillraceException;
import io.millrace.errors.StartRefusedException;
import io.millrace.internal.kafka.KafkaFailures;
import io.millrace.internal.plan.Plan;
import io.millrace.processor.SourcePartition;
import io.millrace.runtime.EpochProgress;
import io.millrace.runtime.TopologyHandle;
import io.millrace.runtime.TopologySettings;
import io.millrace.runtime.TopologyState;
import io.millrace.topology.Topology;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one topology running: starts it, starts it again after a failure, gives up after too many, and stops it on request.
 * Its thread is the topology's poll thread; there is one from each start to the next stop.
 *
 * <p>Thread-safe.
 */
final class TopologySupervisor implements TopologyHandle {

    private static final Logger LOG = LoggerFactory.getLogger(TopologySupervisor.class);
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Topology topology;
    private final Plan plan;
    private final TopologySettings settings;
    private final RunEnvironment environment;
    private final LifeCycle lifeCycle;
    private final Object lock = new Object();

    // Guarded by lock:
    private @Nullable Thread thread;
    private @Nullable TopologyRun run;
    private boolean stopRequested;

    private volatile @Nullable Throwable failure;
    private volatile @Nullable EpochProgress lastProgress;
    private volatile long lastCheckpoint;
    private volatile boolean progressed;

    TopologySupervisor(Topology topology, Plan plan, TopologySettings settings, RunEnvironment environment) {
        this.topology = topology;
        this.plan = plan;
        this.settings = settings;
        this.environment = environment;
        this.lifeCycle = new LifeCycle(topology.name(), environment.events());
    }

    @Override
    public String name() {
        return topology.name();
    }

    @Override
    public Topology topology() {
        return topology;
    }

    @Override
    public TopologySettings settings() {
        return settings;
    }

    @Override
    public TopologyState state() {
        return lifeCycle.state();
    }

    @Override
    public void start() {
        CompletableFuture<Void> started = new CompletableFuture<>();
        synchronized (lock) {
            lifeCycle.become(TopologyState.STARTING);
            stopRequested = false;
            failure = null;
            lastProgress = null;
            Thread newThread = environment
                    .threads()
                    .mainThread(
                            "millrace-" + topology.name(), () -> supervise(new Attempts(settings.restart()), started));
            thread = newThread;
            newThread.start();
        }
        try {
            started.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof MillraceException known ? known : e;
        }
    }

    @Override
    public void drain() {
        Thread running;
        synchronized (lock) {
            running = thread;
            if (lifeCycle.state() != TopologyState.DRAINING && !beginDrain()) {
                return;
            }
        }
        if (running != null && !endsWithin(running, settings.drainTimeout())) {
            abort(running);
        }
        lifeCycle.tryBecome(TopologyState.STOPPED);
    }

    private boolean beginDrain() {
        if (!lifeCycle.tryBecome(TopologyState.DRAINING)) {
            return false;
        }
        stopRequested = true;
        if (run != null) {
            run.drain();
        }
        lock.notifyAll();
        return true;
    }

    @Override
    public void close() {
        drain();
        lifeCycle.tryBecome(TopologyState.CLOSED);
    }

    @Override
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public Set<SourcePartition> assignment() {
        synchronized (lock) {
            return run == null ? Set.of() : run.assignment();
        }
    }

    @Override
    public Optional<EpochProgress> lastProgress() {
        return Optional.ofNullable(lastProgress);
    }

    @Override
    public Duration checkpointAge() {
        return state().isActive() ? Duration.ofNanos(environment.time().nanoTime() - lastCheckpoint) : Duration.ZERO;
    }

    @Override
    public String explain() {
        return Explanation.of(plan, settings, environment.processors());
    }

    private void supervise(Attempts attempts, CompletableFuture<Void> started) {
        lastCheckpoint = environment.time().nanoTime();
        while (true) {
            try {
                runOnce(started);
                return; // drained; whoever asked for it knows
            } catch (Throwable thrown) {
                failure = thrown;
                if (!started.isDone()) {
                    giveUp();
                    started.completeExceptionally(thrown);
                    return;
                }
                tell(thrown);
                if (!tryAgain(thrown, attempts)) {
                    return;
                }
            }
        }
    }

    private void runOnce(CompletableFuture<Void> started) throws Throwable {
        TopologyRun newRun = new TopologyRun(plan, settings, environment, this::progressed, this::assignmentChanged);
        synchronized (lock) {
            run = newRun;
            if (stopRequested) {
                newRun.drain();
            } else {
                lifeCycle.become(TopologyState.RUNNING);
            }
        }
        started.complete(null);
        try {
            newRun.runUntilEnded();
        } finally {
            synchronized (lock) {
                run = null;
            }
        }
    }

    private void tell(Throwable thrown) {
        LOG.error("{}", FailureText.of(thrown));
        LOG.debug("Topology '{}' failed; this stack trace may quote records", topology.name(), thrown);
        environment.events().tell(listener -> listener.failed(topology.name(), thrown));
    }

    /** Waits for the next attempt; returns false if there is none. */
    private boolean tryAgain(Throwable thrown, Attempts attempts) {
        if (progressed) {
            progressed = false;
            attempts.reset();
        }
        boolean passing = KafkaFailures.isOfConnection(thrown);
        if (thrown instanceof StartRefusedException || (!passing && attempts.areUsedUp())) {
            giveUp();
            return false;
        }
        Duration pause = attempts.next(passing);
        synchronized (lock) {
            if (stopRequested || !lifeCycle.tryBecome(TopologyState.RESTARTING)) {
                return false;
            }
            LOG.info(
                    "Topology '{}' is restarted from its last checkpoint in {} ms ({})",
                    topology.name(),
                    pause.toMillis(),
                    attempts);
            return waitUnlessStopped(pause) && lifeCycle.tryBecome(TopologyState.STARTING);
        }
    }

    private void giveUp() {
        synchronized (lock) {
            if (!stopRequested) {
                lifeCycle.become(TopologyState.FAILED);
            }
        }
    }

    private boolean waitUnlessStopped(Duration pause) {
        long end = environment.time().nanoTime() + pause.toNanos();
        try {
            for (long left = pause.toNanos();
                    left > 0 && !stopRequested;
                    left = end - environment.time().nanoTime()) {
                lock.wait(left / 1_000_000 + 1);
            }
        } catch (InterruptedException e) {
            return false; // only a stop interrupts this thread
        }
        return !stopRequested;
    }

    private void abort(Thread running) {
        LOG.warn(
                "Topology '{}' could not finish its records in flight within {} ms; they are read again at the next start",
                topology.name(),
                settings.drainTimeout().toMillis());
        synchronized (lock) {
            if (run != null) {
                run.fail(new MillraceException(
                        "Topology '%s' was stopped before it was drained".formatted(topology.name())));
            }
        }
        if (endsWithin(running, PATIENCE)) {
            return;
        }
        running.interrupt();
        if (!endsWithin(running, PATIENCE)) {
            new StageThread(running).end();
        }
    }

    private void progressed(EpochProgress progress) {
        lastProgress = progress;
        lastCheckpoint = environment.time().nanoTime();
        if (progress.recordsIn() > 0) {
            progressed = true;
        }
        environment.events().tell(listener -> listener.epochCommitted(progress));
    }

    private void assignmentChanged(Set<SourcePartition> partitions) {
        environment.events().tell(listener -> listener.assignmentChanged(topology.name(), partitions));
    }

    private static boolean endsWithin(Thread thread, Duration patience) {
        try {
            thread.join(Math.max(1, patience.toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }
}
