package io.millrace.internal.engine;

import io.millrace.errors.MillraceException;
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
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts and stops one topology; between the two, a {@link RestartLoop} keeps it running. Thread-safe. */
final class TopologySupervisor implements TopologyHandle {

    private static final Logger LOG = LoggerFactory.getLogger(TopologySupervisor.class);

    /** More than the run itself has with its own threads. */
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private final Topology topology;
    private final Plan plan;
    private final TopologySettings settings;
    private final RunEnvironment environment;
    private final LifeCycle lifeCycle;
    private final Object lock = new Object();

    /** The latest start, if there was one. */
    private volatile @Nullable Started started;

    TopologySupervisor(Topology topology, Plan plan, TopologySettings settings, RunEnvironment environment) {
        this.topology = topology;
        this.plan = plan;
        this.settings = settings;
        this.environment = environment;
        this.lifeCycle = new LifeCycle(topology.name(), environment.events());
    }

    private record Started(RestartLoop loop, WorkerThread thread) {}

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
        RestartLoop loop = new RestartLoop(plan, settings, environment, lifeCycle);
        synchronized (lock) {
            lifeCycle.become(TopologyState.STARTING);
            Thread thread = environment.threads().mainThread("millrace-" + topology.name(), loop);
            started = new Started(loop, new WorkerThread(thread));
            thread.start();
        }
        try {
            loop.started().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof MillraceException known ? known : e;
        }
    }

    @Override
    public void drain() {
        Started current;
        synchronized (lock) {
            current = started;
            boolean drainsAlready = lifeCycle.state() == TopologyState.DRAINING;
            if (current == null || !(drainsAlready || lifeCycle.tryBecome(TopologyState.DRAINING))) {
                return;
            }
            current.loop().requestStop();
        }
        if (!current.thread().endsWithin(settings.drainTimeout())) {
            abort(current);
        }
        synchronized (lock) {
            if (current == started) {
                lifeCycle.tryBecome(current.thread().isAlive() ? TopologyState.FAILED : TopologyState.STOPPED);
            }
        }
    }

    @Override
    public void close() {
        drain();
        lifeCycle.tryBecome(TopologyState.CLOSED);
    }

    @Override
    public Optional<Throwable> failure() {
        Started current = started;
        return current == null
                ? Optional.empty()
                : Optional.ofNullable(current.loop().failure());
    }

    @Override
    public Set<SourcePartition> assignment() {
        Started current = started;
        return current == null ? Set.of() : current.loop().assignment();
    }

    @Override
    public Set<SourcePartition> restoring() {
        Started current = started;
        return current == null ? Set.of() : current.loop().restoring();
    }

    @Override
    public boolean hasRestored() {
        Started current = started;
        return current != null && current.loop().hasRestored();
    }

    @Override
    public Optional<EpochProgress> lastProgress() {
        Started current = started;
        return current == null
                ? Optional.empty()
                : Optional.ofNullable(current.loop().lastProgress());
    }

    @Override
    public Duration checkpointAge() {
        Started current = started;
        return current == null || !state().isActive()
                ? Duration.ZERO
                : Duration.ofNanos(
                        environment.time().nanoTime() - current.loop().lastCheckpoint());
    }

    @Override
    public String explain() {
        return Explanation.of(plan, settings, environment.processors());
    }

    private void abort(Started current) {
        LOG.warn(
                "Topology '{}' could not finish its records in flight within {} ms; they are read again at the next start",
                topology.name(),
                settings.drainTimeout().toMillis());
        current.loop()
                .abort(new MillraceException(
                        "Topology '%s' was stopped before it was drained".formatted(topology.name())));
        current.thread().end(PATIENCE);
        if (current.thread().isAlive()) {
            current.loop()
                    .abandon(new MillraceException(
                            "Topology '%s' can't be stopped: its user code is stuck in thread '%s'"
                                    .formatted(topology.name(), current.thread().name())));
        }
    }
}
