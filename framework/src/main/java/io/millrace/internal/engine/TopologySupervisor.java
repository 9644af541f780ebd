package io.millrace.internal.engine;

import io.millrace.errors.MillraceException;
import io.millrace.internal.kafka.DeadLetterReplays;
import io.millrace.internal.kafka.KafkaAccess;
import io.millrace.internal.metrics.TopologyMeter;
import io.millrace.internal.plan.DeadLetterPlan;
import io.millrace.internal.plan.Edges;
import io.millrace.internal.plan.Plan;
import io.millrace.internal.plan.TriggerCheck;
import io.millrace.internal.query.StoreQueries;
import io.millrace.processor.SourcePartition;
import io.millrace.query.Answer;
import io.millrace.query.OtherInstances;
import io.millrace.query.StoreQuery;
import io.millrace.runtime.DeadLetterReplay;
import io.millrace.runtime.EpochProgress;
import io.millrace.runtime.ErrorProgress;
import io.millrace.runtime.StuckCall;
import io.millrace.runtime.TopologyEnd;
import io.millrace.runtime.TopologyHandle;
import io.millrace.runtime.TopologyMetrics;
import io.millrace.runtime.TopologyPlan;
import io.millrace.runtime.TopologySettings;
import io.millrace.runtime.TopologyState;
import io.millrace.runtime.Trigger;
import io.millrace.topology.Topology;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts and stops one topology; between the two, a {@link RestartLoop} keeps it running. Thread-safe. */
final class TopologySupervisor implements TopologyHandle {

    private static final Logger LOG = LoggerFactory.getLogger(TopologySupervisor.class);

    /** For user code that was waited for as long as the drain timeout. */
    private static final Duration MOMENT = Duration.ofSeconds(1);

    /** More than a run has for its own threads and the consumer. */
    private static final Duration PATIENCE = Duration.ofSeconds(12);

    private static final int MOST_ANSWERS_AT_A_TIME = 4;

    private final Topology topology;
    private final Plan plan;
    private final TopologyPlan described;
    private final RunEnvironment environment;
    private final TopologyMeter meter;
    private final LifeCycle lifeCycle;
    private final Object lock = new Object();
    private final StoreQueries queries;

    private volatile TopologySettings settings;

    /** The latest start, if there was one. */
    private volatile @Nullable Started started;

    TopologySupervisor(
            Topology topology, Plan plan, TopologySettings settings, RunEnvironment environment, TopologyMeter meter) {
        this.topology = topology;
        this.plan = plan;
        this.described = new Edges(plan).described();
        this.settings = settings;
        this.environment = environment;
        this.meter = meter;
        this.lifeCycle = new LifeCycle(topology.name(), environment.events());
        this.queries = new StoreQueries(
                plan,
                environment.group(topology.name()),
                this::settings,
                () -> ask(TopologyRun::queries, Optional.empty()),
                new PooledCalls(
                        MOST_ANSWERS_AT_A_TIME,
                        environment.threads().callThreads("millrace-%s-answer".formatted(topology.name()))));
    }

    /**
     * @param thread the topology's own; the JVM does not wait for it, so that it does not hang where user code in it never ends
     * @param keeper the one that the JVM waits for instead, until the topology has ended: a service may have no other
     */
    private record Started(RestartLoop loop, WorkerThread thread, WorkerThread keeper) {}

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
        WaitingShuffles.warn(plan, settings.trigger());
        RepeatingSinks.warn(plan);
        RestartLoop loop = new RestartLoop(plan, () -> settings, environment, lifeCycle, meter);
        synchronized (lock) {
            lifeCycle.become(TopologyState.STARTING);
            Thread thread = environment.threads().thread("millrace-" + topology.name(), loop);
            Thread keeper = environment
                    .threads()
                    .mainThread("millrace-%s-alive".formatted(topology.name()), lifeCycle.end()::join);
            started = new Started(loop, new WorkerThread(thread), new WorkerThread(keeper));
            thread.start();
            keeper.start();
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
        current.keeper().endsWithin(MOMENT);
    }

    @Override
    public void close() {
        drain();
        lifeCycle.tryBecome(TopologyState.CLOSED);
    }

    @Override
    public void switchTrigger(Trigger trigger) {
        CompletableFuture<Void> inForce;
        synchronized (lock) {
            if (lifeCycle.state() == TopologyState.CLOSED) {
                throw new IllegalStateException(
                        "Topology '%s' is closed: it can't go on with %s".formatted(topology.name(), trigger));
            }
            TopologySettings switched = settings.withTrigger(trigger);
            TriggerCheck.require(plan, switched);
            LOG.atInfo()
                    .addKeyValue("millrace.topology", topology.name())
                    .log("Topology '{}' switches from trigger {} to {}", topology.name(), settings.trigger(), trigger);
            WaitingShuffles.warn(plan, trigger);
            settings = switched;
            inForce = started == null
                    ? CompletableFuture.completedFuture(null)
                    : started.loop().switchTrigger(trigger);
        }
        await(inForce, trigger);
    }

    CompletableFuture<TopologyEnd> whenEnded() {
        return lifeCycle.end();
    }

    @Override
    public Optional<TopologyEnd> end() {
        return Optional.ofNullable(lifeCycle.end().getNow(null));
    }

    @Override
    public Optional<TopologyEnd> awaitEnd(Duration timeout) throws InterruptedException {
        try {
            return Optional.of(lifeCycle.end().get(timeout.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("An end has no failure", e);
        }
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
        return ask(TopologyRun::assignment, Set.of());
    }

    @Override
    public Set<SourcePartition> restoring() {
        return ask(TopologyRun::restoring, Set.of());
    }

    @Override
    public ErrorProgress errors() {
        return ask(TopologyRun::errors, ErrorProgress.NONE);
    }

    @Override
    public boolean hasRestored() {
        Started current = started;
        return current != null && current.loop().hasRestored();
    }

    @Override
    public List<StuckCall> stuck() {
        return ask(TopologyRun::stuck, List.of());
    }

    @Override
    public DeadLetterReplay.Result replayDeadLetters(DeadLetterReplay which) {
        String group = environment.group(topology.name());
        KafkaAccess access = new KafkaAccess(
                environment.clients(), group, "replay", environment.time(), new ThreadWaiting(), Duration.ZERO);
        String topic = settings.errors().deadLetterTopic().orElseGet(() -> DeadLetterPlan.topic(group));
        return new DeadLetterReplays(plan, settings, access).replay(topic, which);
    }

    @Override
    public Optional<EpochProgress> lastProgress() {
        Started current = started;
        return current == null
                ? Optional.empty()
                : Optional.ofNullable(current.loop().lastProgress());
    }

    @Override
    public TopologyMetrics metrics() {
        return meter.read();
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
    public <K, V> StoreQuery<K, V> query(String store) {
        return queries.of(store, null);
    }

    @Override
    public <K, V> StoreQuery<K, V> query(String store, OtherInstances others) {
        return queries.of(store, others);
    }

    @Override
    public CompletionStage<Answer<byte[]>> answer(String store, byte[] question) {
        return queries.answer(store, question);
    }

    @Override
    public TopologyPlan plan() {
        return described;
    }

    @Override
    public String explain() {
        return Explanation.of(plan, settings, environment.processors());
    }

    private <T> T ask(Function<TopologyRun, T> question, T otherwise) {
        Started current = started;
        return current == null ? otherwise : current.loop().ask(question).orElse(otherwise);
    }

    private void await(CompletableFuture<Void> inForce, Trigger trigger) {
        try {
            inForce.get(settings.drainTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new MillraceException(
                    "Topology '%s' does not go on with trigger %s yet, because it could not end its epoch within %d ms; it will as soon as it can. The log says what keeps it from committing."
                            .formatted(
                                    topology.name(),
                                    trigger,
                                    settings.drainTimeout().toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // it goes on by itself; the caller waits no longer
        } catch (ExecutionException e) {
            throw new IllegalStateException("A change of the trigger has no failure", e);
        }
    }

    private void abort(Started current) {
        LOG.atWarn()
                .addKeyValue("millrace.topology", topology.name())
                .log(
                        "Topology '{}' could not finish its records in flight within {} ms; they are read again at the next start",
                        topology.name(),
                        settings.drainTimeout().toMillis());
        current.loop()
                .abort(new MillraceException(
                        "Topology '%s' was stopped before it was drained".formatted(topology.name())));
        if (!ends(current)) {
            current.thread().thread().interrupt();
            if (!ends(current)) {
                current.thread().leaveBehind();
                current.loop()
                        .abandon(new MillraceException(
                                "Topology '%s' can't be stopped: its user code is stuck in thread '%s'"
                                        .formatted(
                                                topology.name(),
                                                current.thread().name())));
            }
        }
    }

    /** Returns whether the thread ends: soon, if it is in user code; if not, it closes what the run has, which may take longer. */
    private static boolean ends(Started current) {
        WorkerThread thread = current.thread();
        return thread.endsWithin(MOMENT)
                || (!current.loop().isInUserCode(thread.thread()) && thread.endsWithin(PATIENCE));
    }
}
