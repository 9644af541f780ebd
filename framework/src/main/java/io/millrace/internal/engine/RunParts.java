package io.millrace.internal.engine;

import io.millrace.errors.MillraceException;
import io.millrace.errors.WorkerFailedException;
import io.millrace.internal.async.AsyncArrivals;
import io.millrace.internal.exchange.Arrivals;
import io.millrace.internal.exchange.Inbox;
import io.millrace.internal.kafka.KafkaEnds;
import io.millrace.internal.kafka.OutputWriters;
import io.millrace.internal.kafka.Restorer;
import io.millrace.internal.kafka.SourceRoutes;
import io.millrace.internal.kafka.SourceWorker;
import io.millrace.internal.plan.AsyncPlan;
import io.millrace.internal.plan.Plan;
import io.millrace.internal.plan.StagePlan;
import io.millrace.internal.query.QueryDesk;
import io.millrace.internal.query.QuestionBoxes;
import io.millrace.internal.stage.CurrentCall;
import io.millrace.internal.stage.ErrorMeter;
import io.millrace.internal.stage.EventTimeMeter;
import io.millrace.internal.stage.RunContext;
import io.millrace.internal.stage.RunErrors;
import io.millrace.internal.stage.StageWorker;
import io.millrace.internal.stage.Worker;
import io.millrace.internal.state.StageKeys;
import io.millrace.internal.state.StateStores;
import io.millrace.runtime.ErrorProgress;
import io.millrace.runtime.TopologySettings;
import io.millrace.runtime.Trigger;
import io.millrace.topology.Node;
import io.millrace.trace.TracePlace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The parts of one run, put together: its clients, its lanes, its state and its workers. Who runs the workers is another's
 * business: {@link TopologyRun} has threads for them, {@link SteppedRun} steps them.
 *
 * <p>Whoever has the parts closes them: first the way of the outputs, then the workers, then the source, at last the state.
 *
 * <p>Confined to the thread that builds the run; each worker to whoever runs it.
 */
final class RunParts {

    private static final long BYTES_ON_THE_WAY = 8L * 1024 * 1024;

    private final Plan plan;
    private final TopologySettings settings;
    private final RunHost host;
    private final RunFailure failure;
    private final StateStores stores;
    private final Restorer restorer;
    private final OutputWriters outputs;
    private final SourceWorker source;
    private final List<Staged> stageWorkers = new ArrayList<>();
    private final ExternalSinks externalSinks;
    private final List<AsyncArrivals> calls = new ArrayList<>();
    private final Optional<Worker> committer;
    private final Optional<Worker> globalTables;
    private final RunContext run;
    private final RunMeasures measures;
    private final Optional<QueryDesk> queries;

    /**
     * Checks the cluster, makes the clients, the lanes and the workers; waits for Kafka meanwhile.
     *
     * @param failure is told of the first failure of any part
     */
    RunParts(Plan plan, TopologySettings settings, RunHost host, RunFailure failure, RunListener listener) {
        this.plan = plan;
        this.settings = settings;
        this.host = host;
        this.failure = failure;
        WakeUps wakeUps = host.wakeUps();
        this.stores = new StateStores(
                plan, host.kafka().group(), settings.state(), host.kafka().time());
        KafkaEnds kafka = new KafkaEnds(plan, settings, host.kafka());
        this.restorer =
                kafka.restorer(stores, plan.isRestored() ? wakeUps.restoreWorkers() : List.of(), wakeUps.pollThread());
        kafka.check();
        this.queries = queries(kafka);
        this.run = new RunContext(
                host.kafka().time(),
                new EventTimeMeter(),
                !(settings.trigger() instanceof Trigger.RealTime),
                new RunErrors(
                        settings.errors(),
                        new ErrorMeter(
                                plan.topology(),
                                settings.errors().circuit(),
                                host.kafka().time())),
                kafka.placesBefore(),
                host.meter()::worker,
                queries.<QuestionBoxes>map(desk -> desk).orElse(QuestionBoxes.NONE),
                host.tracer());
        this.outputs = kafka.outputs(host.lookups(), failure);
        this.externalSinks = new ExternalSinks(plan.topology(), host, kafka::outputMeter);
        List<Worker> made = new ArrayList<>();
        try {
            LaneNetwork lanes =
                    new LaneNetwork(plan, new StageKeys(plan, host.kafka().group()), wakeUps, host.laneCapacity());
            this.measures = new RunMeasures(run, kafka, lanes, stores);
            plan.stages().forEach(stage -> addWorkers(stage, lanes, made::add));
            this.committer = kafka.committer(wakeUps.committer(), wakeUps.pollThread());
            committer.ifPresent(made::add);
            this.globalTables = kafka.globalTables(stores.globalTables(), wakeUps.globalTables(), wakeUps.pollThread());
            this.source = kafka.source(
                    new SourceRoutes(plan, lanes.fromSource()),
                    restorer,
                    new KafkaEnds.Surroundings(
                            stores,
                            wakeUps.pollThread()::wakeUp,
                            host.otherWorkers(),
                            failure::isSet,
                            host.lookups(),
                            run.meter()::take,
                            run.errors().meter(),
                            host.meter().input(),
                            listener::epochCommitted,
                            listener::assignmentChanged,
                            listener::restoreProgress));
        } catch (RuntimeException | Error e) {
            made.forEach(WorkerClosing::close);
            stores.close();
            closeOutputs(Duration.ZERO);
            throw e;
        }
    }

    /** A worker of a stage, which one it is, and what tells others which call of user code it is in. */
    record Staged(StagePlan stage, int number, Worker worker, CurrentCall call) {}

    SourceWorker source() {
        return source;
    }

    List<Staged> stageWorkers() {
        return stageWorkers;
    }

    /** Returns the workers that restore state, as many as there are wake-ups for them; none where nothing is waited for. */
    List<Worker> restoreWorkers() {
        return restorer.workers();
    }

    /** Returns the worker that commits in transactions, and waits for Kafka. */
    Optional<Worker> committer() {
        return committer;
    }

    /** Returns the worker that reads the global tables, and waits for Kafka. */
    Optional<Worker> globalTables() {
        return globalTables;
    }

    /** Returns what writes to sinks that are not Kafka, and waits for them. */
    ExternalSinks externalSinks() {
        return externalSinks;
    }

    /** Returns how many calls to elsewhere wait for their answers; for the thread that runs all workers. */
    int callsAwaiting() {
        return calls.stream().mapToInt(AsyncArrivals::awaiting).sum();
    }

    /** Returns what takes questions to the workers; empty if nobody may ask. */
    Optional<QueryDesk> queries() {
        return queries;
    }

    /** Refuses all questions from now on. */
    void endQueries() {
        queries.ifPresent(QueryDesk::end);
    }

    StateStores stores() {
        return stores;
    }

    /** Returns what became of records that failed. Callable by any thread. */
    ErrorProgress errors() {
        return run.errors().meter().all();
    }

    /** Returns what is measured of the run outside of its workers. Callable by any thread. */
    RunMeasures measures() {
        return measures;
    }

    /** Ends the run because {@code worker} threw {@code thrown}. */
    void fail(String worker, Throwable thrown) {
        failure.accept(
                thrown instanceof MillraceException
                        ? thrown
                        : new WorkerFailedException(plan.topology(), worker, thrown));
    }

    /** Closes the producer of outputs, which has until the drain timeout to send them; none if the run has failed. */
    void closeOutputs() {
        closeOutputs(failure.isSet() ? Duration.ZERO : settings.drainTimeout());
    }

    /** Leaves the consumer group. */
    void leaveGroup() {
        WorkerClosing.close(source);
    }

    /** Leaves the consumer group, and closes what the restore workers share. */
    void closeSource() {
        leaveGroup();
        WorkerClosing.close("The restorer", restorer::close);
    }

    /** Closes the state, which nobody uses any more. */
    void closeState() {
        WorkerClosing.close("The state", stores::close);
    }

    private Optional<QueryDesk> queries(KafkaEnds kafka) {
        return settings.queries().enabled()
                ? Optional.of(new QueryDesk(
                        plan, settings.queries(), stores, kafka.keyPlaces(), kafka::isInTouch, host.wakeUps()::asked))
                : Optional.empty();
    }

    private void closeOutputs(Duration timeout) {
        WorkerClosing.close("The producer", () -> outputs.close(timeout));
    }

    private void addWorkers(StagePlan stage, LaneNetwork lanes, Consumer<Worker> made) {
        long limit = BYTES_ON_THE_WAY / plan.workers();
        for (int number = 0; number < stage.parallelism(); number++) {
            StageWorker worker = new StageWorker(
                    plan,
                    stage,
                    number,
                    arrivals(stage, number, lanes.inbox(stage, number)),
                    lanes.from(stage, number),
                    externalSinks.joined(
                            outputs.writer(stage, host.wakeUps().wakeUp(stage, number), limit), stage, number),
                    stores,
                    run);
            made.accept(worker);
            stageWorkers.add(new Staged(stage, number, worker, worker.call()));
        }
    }

    /** Returns what comes by {@code inbox}, behind the calls that are made for it. */
    private Arrivals arrivals(StagePlan stage, int number, Inbox inbox) {
        Node.AsyncOperator node = AsyncPlan.of(stage).orElse(null);
        if (node == null) {
            return inbox;
        }
        AsyncArrivals arrivals = AsyncArrivals.of(
                node,
                inbox,
                new AsyncPlan(plan).isIndifferentToEpochs(stage),
                new AsyncArrivals.Surroundings(
                        host.kafka().time(),
                        host.wakeUps().answered(stage, number),
                        host.calls()
                                .threads(
                                        stage.name() + "-" + number,
                                        node.options().capacity()),
                        new TracePlace(plan.topology(), stage.name())));
        calls.add(arrivals);
        return arrivals;
    }
}
