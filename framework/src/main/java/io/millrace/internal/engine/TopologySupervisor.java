package io.millrace.internal.engine;

import io.millrace.internal.kafka.DeadLetterReplays;
import io.millrace.internal.kafka.KafkaAccess;
import io.millrace.internal.metrics.TopologyMeter;
import io.millrace.internal.plan.DeadLetterPlan;
import io.millrace.internal.plan.Edges;
import io.millrace.internal.plan.Plan;
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
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One topology of an engine, as its users have it in their hands. Thread-safe. */
final class TopologySupervisor implements TopologyHandle {

    private static final int MOST_ANSWERS_AT_A_TIME = 4;

    private final Topology topology;
    private final Plan plan;
    private final TopologyPlan described;
    private final Wanted wanted;
    private final RunEnvironment environment;
    private final TopologyMeter meter;
    private final TopologyLife life;
    private final TopologyActions actions;
    private final StoreQueries queries;

    TopologySupervisor(
            Topology topology, Plan plan, TopologySettings settings, RunEnvironment environment, TopologyMeter meter) {
        this.topology = topology;
        this.plan = plan;
        this.described = new Edges(plan).described();
        this.wanted = new Wanted(settings);
        this.environment = environment;
        this.meter = meter;
        this.life = new TopologyLife(plan, wanted, environment, meter);
        this.actions = new TopologyActions(plan, wanted, life, environment.events());
        this.queries = new StoreQueries(
                plan,
                environment.group(topology.name()),
                this::settings,
                () -> life.ask(TopologyRun::queries).orElse(Optional.empty()),
                new PooledCalls(
                        MOST_ANSWERS_AT_A_TIME,
                        environment.threads().callThreads("millrace-%s-answer".formatted(topology.name()))));
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
        return wanted.settings();
    }

    @Override
    public TopologyState state() {
        return life.state();
    }

    @Override
    public void start() {
        WaitingShuffles.warn(plan, wanted.settings().trigger());
        RepeatingSinks.warn(plan);
        life.start();
    }

    @Override
    public void drain() {
        life.drain();
    }

    @Override
    public void close() {
        life.close();
    }

    @Override
    public void switchTrigger(Trigger trigger) {
        actions.switchTrigger(trigger);
    }

    @Override
    public void pause() {
        actions.pause();
    }

    @Override
    public void resume() {
        actions.resume();
    }

    @Override
    public boolean isPaused() {
        return wanted.isPaused();
    }

    @Override
    public EpochProgress checkpoint() {
        return actions.checkpoint();
    }

    @Override
    public void restart() {
        life.restart();
    }

    CompletableFuture<TopologyEnd> whenEnded() {
        return life.end();
    }

    @Override
    public Optional<TopologyEnd> end() {
        return Optional.ofNullable(life.end().getNow(null));
    }

    @Override
    public Optional<TopologyEnd> awaitEnd(Duration timeout) throws InterruptedException {
        try {
            return Optional.of(life.end().get(timeout.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("An end has no failure", e);
        }
    }

    @Override
    public Optional<Throwable> failure() {
        return life.loop().flatMap(loop -> Optional.ofNullable(loop.failure()));
    }

    @Override
    public Set<SourcePartition> assignment() {
        return life.ask(TopologyRun::assignment).orElse(Set.of());
    }

    @Override
    public Set<SourcePartition> restoring() {
        return life.ask(TopologyRun::restoring).orElse(Set.of());
    }

    @Override
    public ErrorProgress errors() {
        return life.ask(TopologyRun::errors).orElse(ErrorProgress.NONE);
    }

    @Override
    public boolean hasRestored() {
        return life.loop().filter(RestartLoop::hasRestored).isPresent();
    }

    @Override
    public List<StuckCall> stuck() {
        return life.ask(TopologyRun::stuck).orElse(List.of());
    }

    @Override
    public DeadLetterReplay.Result replayDeadLetters(DeadLetterReplay which) {
        String group = environment.group(topology.name());
        KafkaAccess access = new KafkaAccess(
                environment.clients(), group, "replay", environment.time(), new ThreadWaiting(), Duration.ZERO);
        TopologySettings settings = wanted.settings();
        String topic = settings.errors().deadLetterTopic().orElseGet(() -> DeadLetterPlan.topic(group));
        return new DeadLetterReplays(plan, settings, access).replay(topic, which);
    }

    @Override
    public Optional<EpochProgress> lastProgress() {
        return life.loop().flatMap(loop -> Optional.ofNullable(loop.notes().lastProgress()));
    }

    @Override
    public TopologyMetrics metrics() {
        return meter.read();
    }

    @Override
    public Duration checkpointAge() {
        return life.loop()
                .filter(loop -> state().isActive())
                .map(loop -> Duration.ofNanos(
                        environment.time().nanoTime() - loop.notes().lastCheckpoint()))
                .orElse(Duration.ZERO);
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
        return Explanation.of(plan, wanted.settings(), environment.processors());
    }
}
