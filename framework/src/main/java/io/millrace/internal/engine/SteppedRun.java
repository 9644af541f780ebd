package io.millrace.internal.engine;

import io.millrace.internal.async.CallThreads;
import io.millrace.internal.kafka.KafkaAccess;
import io.millrace.internal.kafka.SourceWorker;
import io.millrace.internal.metrics.TopologyMeter;
import io.millrace.internal.plan.Plan;
import io.millrace.internal.plan.Planner;
import io.millrace.internal.plan.TriggerCheck;
import io.millrace.internal.query.StoreQueries;
import io.millrace.internal.stage.Worker;
import io.millrace.internal.state.StoreReader;
import io.millrace.processor.SourcePartition;
import io.millrace.query.StoreQuery;
import io.millrace.runtime.EpochProgress;
import io.millrace.runtime.ErrorProgress;
import io.millrace.runtime.TopologyListener;
import io.millrace.runtime.TopologyMetrics;
import io.millrace.runtime.TopologySettings;
import io.millrace.runtime.Trigger;
import io.millrace.topology.Topology;
import io.millrace.trace.RecordTracer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A topology at work without a thread: the same parts as in production, run by whoever steps its {@linkplain #agents agents},
 * in any order. Nothing in it sleeps, {@link #awaitAnswer} aside, and it takes the time from its {@link SteppedWorld} only.
 *
 * <p>It is used once, as a run with threads is: after a failure or a crash the caller makes a new one, which begins at the last
 * checkpoint.
 *
 * <p>Confined to the thread that steps it.
 */
public final class SteppedRun implements AutoCloseable {

    private final Plan plan;
    private final TopologySettings settings;
    private final SteppedWorld world;
    private final TopologyListener listener;
    private final RunFailure failure = new RunFailure(() -> {});
    private final AnswerSignal answers = new AnswerSignal();
    private final TopologyMeter meter;
    private List<Agent> agents = List.of();
    private @Nullable RunParts parts;
    private boolean over;

    /**
     * Plans the run and makes nothing yet.
     *
     * @param listener is told at once, within a step; of {@link TopologyListener#stateChanged} and {@link
     *     TopologyListener#failed} it is told nothing
     * @throws io.millrace.errors.InvalidSettingsException if settings name unknown stages
     */
    public SteppedRun(Topology topology, TopologySettings settings, SteppedWorld world, TopologyListener listener) {
        this.plan = Planner.plan(topology, RunEnvironment.group(world.applicationId(), topology.name()), settings);
        this.settings = settings;
        this.world = world;
        this.listener = listener;
        this.meter = RunMeasures.meter(plan, world.time());
    }

    /** Returns how it runs. */
    public Plan plan() {
        return plan;
    }

    /**
     * Checks the cluster, makes all parts and subscribes.
     *
     * @throws io.millrace.errors.MillraceException if Kafka is not as the topology needs it
     */
    public void start() {
        if (parts != null || over) {
            throw new IllegalStateException("A run is started once; make a new one");
        }
        PollThread pollThread = new PollThread();
        SteppedLookups lookups = new SteppedLookups();
        KafkaAccess kafka = new KafkaAccess(
                world.clients(),
                RunEnvironment.group(world.applicationId(), plan.topology()),
                world.runId(),
                world.time(),
                new SteppedWaiting(world.time(), world.othersGoOn()),
                world.pace().longestLeap());
        RunHost host = new RunHost(
                kafka,
                new SteppedPlaces(pollThread, answers),
                lookups,
                () -> 0,
                (worker, most) -> CallThreads.NONE,
                world.pace().laneCapacity(),
                meter,
                RecordTracer.NONE);
        RunParts made = new RunParts(plan, settings, host, failure, new SteppedNews(plan.topology(), meter, listener));
        parts = made;
        meter.attach(made.measures());
        pollThread.is(made.source());
        List<Agent> all = new ArrayList<>();
        all.add(agent("source", () -> stepSource(made.source())));
        workers(made).forEach(worker -> all.add(agent(worker.name(), () -> worker.doWork() > 0)));
        all.add(agent("lookups", lookups::step));
        agents = List.copyOf(all);
        try {
            made.source().subscribe();
        } catch (RuntimeException | Error e) {
            made.fail("source", e);
            close();
            throw e;
        }
    }

    /**
     * Returns the source, every stage worker, the workers that write to sinks which are not Kafka, those that restore and commit state
     * and read global tables, and one that looks for topics.
     */
    public List<Agent> agents() {
        return agents;
    }

    /** Has it read nothing more, finish what is in flight, and end. */
    public void drain() {
        source().ifPresent(SourceWorker::requestDrain);
    }

    /**
     * Has {@code trigger} take over behind the next barrier, which is sent as soon as the trigger in force allows for it.
     *
     * @throws io.millrace.errors.InvalidSettingsException if the topology can't run with it
     */
    public void switchTrigger(Trigger trigger) {
        TriggerCheck.require(plan, settings.withTrigger(trigger));
        source().ifPresent(source -> source.switchTrigger(trigger));
    }

    /** Has it read nothing new until {@link #resume}. */
    public void pause() {
        source().ifPresent(SourceWorker::pause);
    }

    /** Has it read again. */
    public void resume() {
        source().ifPresent(SourceWorker::resume);
    }

    /**
     * Has the epoch end as soon as the trigger allows for it.
     *
     * @return completes when what was read by now is durable; exceptionally if the run ends before that
     * @throws IllegalStateException if the run was not started
     */
    public CompletableFuture<EpochProgress> checkpoint() {
        return source().orElseThrow(() -> new IllegalStateException("A checkpoint takes a run that was started"))
                .checkpoint();
    }

    /** Has the epoch end at the next step of the source, unless the trigger does not allow for that. */
    public void endEpoch() {
        source().ifPresent(SourceWorker::requestBarrier);
    }

    /**
     * Returns a reader of {@code store}, which sees what the workers have made of it so far.
     *
     * @throws IllegalArgumentException if there is no such store
     * @throws IllegalStateException if the run was not started
     */
    public StoreReader store(String store) {
        RunParts current = parts;
        if (current == null) {
            throw new IllegalStateException("Store '%s' is read before the run was started".formatted(store));
        }
        return current.stores().reader(store);
    }

    /**
     * Returns what asks {@code store}. Its workers answer when they are stepped.
     *
     * @throws IllegalArgumentException if there is no such store
     * @throws IllegalStateException if nobody may ask
     */
    public <K, V> StoreQuery<K, V> query(String store) {
        return new StoreQueries(
                        plan,
                        RunEnvironment.group(world.applicationId(), plan.topology()),
                        () -> settings,
                        () -> over
                                ? Optional.empty()
                                : Optional.ofNullable(parts).flatMap(RunParts::queries),
                        Runnable::run)
                .of(store, null);
    }

    /** Returns how long batches for sinks that are not Kafka still wait for more records; empty if none does. */
    public Optional<Duration> lingering() {
        return Optional.ofNullable(parts)
                .flatMap(current -> current.externalSinks().lingering());
    }

    /** Returns how many calls to elsewhere wait for their answers. */
    public int callsAwaiting() {
        return parts == null || over ? 0 : parts.callsAwaiting();
    }

    /** Waits until another thread has completed a call since the last time; returns whether one has within {@code timeout}. */
    public boolean awaitAnswer(Duration timeout) {
        return answers.await(timeout);
    }

    /** Returns what was measured. */
    public TopologyMetrics metrics() {
        return meter.read();
    }

    /** Returns what has become of records that failed. */
    public ErrorProgress errors() {
        RunParts current = parts;
        return current == null ? ErrorProgress.NONE : current.errors();
    }

    /** Returns whether it is drained, has failed, or was closed or abandoned; no agent does anything any more. */
    public boolean isEnded() {
        return over || failure.isSet() || isDrained();
    }

    /** Returns whether it ends, or has ended, because there is nothing left to do. */
    public boolean hasFinished() {
        return source().map(SourceWorker::hasFinished).orElse(false);
    }

    /** Returns whether everything that was read is processed and committed after {@link #drain}, or it has finished. */
    public boolean isDrained() {
        return source().map(SourceWorker::isDrained).orElse(false);
    }

    /** Returns what ended it, if that was a failure. */
    public Optional<Throwable> failure() {
        return failure.get();
    }

    /** Ends it at once, as a failure of one of its workers does; {@link #close} comes next. */
    public void fail(Throwable cause) {
        RunParts current = parts;
        if (current != null) {
            current.fail("source", cause);
        }
    }

    public Set<SourcePartition> assignment() {
        return source().map(SourceWorker::assignment).orElse(Set.of());
    }

    /** Returns those of the assigned partitions that do not flow yet. */
    public Set<SourcePartition> restoring() {
        return source().map(SourceWorker::restoring).orElse(Set.of());
    }

    /**
     * Ends it as the end of its process would: nothing is told to Kafka, no user code is called. Files are let go, so that the next
     * run can have them.
     */
    public void abandon() {
        RunParts current = parts;
        if (current != null && !over) {
            meter.detach(current.measures());
            current.endQueries();
            current.closeState();
        }
        over = true;
    }

    /** Closes everything; drain first for a checkpoint. */
    @Override
    public void close() {
        RunParts current = parts;
        if (current != null && !over) {
            over = true;
            current.endQueries();
            current.closeOutputs();
            workers(current).forEach(WorkerClosing::close);
            current.closeSource();
            meter.detach(current.measures());
            current.closeState();
        }
        over = true;
    }

    private boolean stepSource(SourceWorker source) {
        boolean worked = source.doWork() > 0;
        if (source.isDrained() || (worked && !source.isPollDue())) {
            return true;
        }
        return source.poll(!worked) > 0 || worked;
    }

    private static List<Worker> workers(RunParts parts) {
        List<Worker> workers = new ArrayList<>();
        parts.stageWorkers().forEach(staged -> workers.add(staged.worker()));
        workers.addAll(parts.externalSinks().callers());
        workers.addAll(parts.restoreWorkers());
        parts.committer().ifPresent(workers::add);
        parts.globalTables().ifPresent(workers::add);
        return workers;
    }

    private Agent agent(String name, BooleanSupplier work) {
        return new SteppedAgent(name, work, this::isEnded, thrown -> fail(name, thrown));
    }

    private void fail(String agent, Throwable thrown) {
        RunParts current = parts;
        if (current != null) {
            current.fail(agent, thrown);
        }
    }

    private Optional<SourceWorker> source() {
        return Optional.ofNullable(parts).map(RunParts::source);
    }
}
