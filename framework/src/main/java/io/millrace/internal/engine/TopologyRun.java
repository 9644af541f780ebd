package io.millrace.internal.engine;

import io.millrace.errors.MillraceException;
import io.millrace.errors.WorkerFailedException;
import io.millrace.internal.kafka.KafkaEnds;
import io.millrace.internal.kafka.Restorer;
import io.millrace.internal.kafka.SinkProducer;
import io.millrace.internal.kafka.SourceRoutes;
import io.millrace.internal.kafka.SourceWorker;
import io.millrace.internal.plan.Plan;
import io.millrace.internal.plan.StagePlan;
import io.millrace.internal.stage.StageWorker;
import io.millrace.internal.stage.Worker;
import io.millrace.internal.state.StateStores;
import io.millrace.processor.SourcePartition;
import io.millrace.runtime.EpochProgress;
import io.millrace.runtime.RestoreProgress;
import io.millrace.runtime.TopologySettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A topology at work, from the making of its clients to its drained end or its first failure. It is used once: after a
 * failure a new one is made, which begins at the last checkpoint.
 *
 * <p>Built and run by one thread, the poll thread; {@link #drain}, {@link #fail} and what is asked may be called by any.
 */
final class TopologyRun {

    private static final long BYTES_ON_THE_WAY = 8L * 1024 * 1024;

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final int MOST_RESTORE_WORKERS = 4;

    private final Plan plan;
    private final TopologySettings settings;
    private final RunEnvironment environment;
    private final PollThread pollThread = new PollThread();
    private final Places places;
    private final RunFailure failure;
    private final StateStores stores;
    private final List<Parking> restoreParkings;
    private final Restorer restorer;
    private final SinkProducer sink;
    private final SourceWorker source;
    private final List<Worker> sharedWorkers = new ArrayList<>();
    private final List<WorkerThread> workerThreads = new ArrayList<>();
    private final Parking committer = new Parking();
    private int nextShared;
    private volatile boolean ended;

    /**
     * Checks the cluster, makes the clients, the lanes and the workers; waits for Kafka meanwhile.
     *
     * @param onProgress takes each committed epoch, on the poll thread
     * @param onAssignment takes what is assigned after each rebalance, on the poll thread
     * @param onRestoring takes how far each restore is, on the poll thread
     */
    TopologyRun(
            Plan plan,
            TopologySettings settings,
            RunEnvironment environment,
            Consumer<EpochProgress> onProgress,
            Consumer<Set<SourcePartition>> onAssignment,
            Consumer<RestoreProgress> onRestoring) {
        this.plan = plan;
        this.settings = settings;
        this.environment = environment;
        this.places = new Places(plan, settings.threads(), environment.processors(), pollThread);
        this.failure = new RunFailure(this::end);
        String group = environment.applicationId() + "-" + plan.topology();
        this.stores = new StateStores(plan, group, settings.state(), environment.time());
        KafkaEnds kafka = new KafkaEnds(plan, settings, environment.clients(), group, environment.time());
        this.restoreParkings = restoreParkings();
        this.restorer = kafka.restorer(stores, restoreParkings, pollThread);
        kafka.check();
        this.sink = kafka.sink(environment.threads(), failure);
        try {
            LaneNetwork lanes = new LaneNetwork(plan, places);
            plan.stages().forEach(stage -> addWorkers(stage, lanes));
            addRestoreWorkers();
            kafka.committer(committer, pollThread)
                    .ifPresent(worker -> workerThreads.add(workerThread(worker, committer)));
            this.source = kafka.source(
                    new SourceRoutes(plan, lanes.fromSource()),
                    restorer,
                    new KafkaEnds.Surroundings(
                            stores,
                            pollThread::wakeUp,
                            this::runSharedWorkers,
                            failure::isSet,
                            onProgress,
                            onAssignment,
                            onRestoring));
        } catch (RuntimeException | Error e) {
            end();
            closeWorkers();
            stores.close();
            WorkerClosing.close("The producer", () -> sink.close(Duration.ZERO));
            throw e;
        }
        pollThread.is(source);
    }

    /** Runs until it is drained; throws what failed it. Either way everything is closed when it returns. */
    void runUntilEnded() throws Throwable {
        try {
            source.subscribe();
            workerThreads.forEach(workerThread -> workerThread.thread().start());
            pollUntilEnded();
        } catch (Throwable thrown) {
            fail(thrown);
        } finally {
            close();
        }
        if (failure.get().isPresent()) {
            throw failure.get().get();
        }
    }

    /** Has it read nothing more, finish what is in flight, and end. */
    void drain() {
        source.requestDrain();
    }

    /** Ends it at once, without a checkpoint; {@link #runUntilEnded} throws {@code cause} then. */
    void fail(Throwable cause) {
        failure.accept(
                cause instanceof MillraceException
                        ? cause
                        : new WorkerFailedException(plan.topology(), "source", cause));
    }

    Set<SourcePartition> assignment() {
        return source.assignment();
    }

    Set<SourcePartition> restoring() {
        return source.restoring();
    }

    boolean hasRestored() {
        return source.hasRestored();
    }

    private void pollUntilEnded() {
        while (!ended && !source.isDrained()) {
            boolean idle = false;
            while (!ended && !idle && !source.isPollDue()) {
                idle = source.doWork() + runSharedWorkers() == 0;
            }
            if (!ended && !source.isDrained()) {
                source.poll(idle);
            }
        }
    }

    /** Gives each worker a turn, beginning where it left off when slow user code made a poll due. */
    private int runSharedWorkers() {
        int work = 0;
        for (int turn = 0; turn < sharedWorkers.size() && !ended; turn++) {
            work += runShared(sharedWorkers.get(nextShared));
            nextShared = (nextShared + 1) % sharedWorkers.size();
            if (work > 0 && source.isPollDue()) {
                break;
            }
        }
        return work;
    }

    /** Notes a failure before it is thrown: from within a rebalance Kafka would pass on one of its own instead. */
    private int runShared(Worker worker) {
        try {
            return worker.doWork();
        } catch (Throwable thrown) {
            fail(worker, thrown);
            throw thrown;
        }
    }

    private void addWorkers(StagePlan stage, LaneNetwork lanes) {
        long limit = BYTES_ON_THE_WAY / plan.workers();
        for (int number = 0; number < stage.parallelism(); number++) {
            StageWorker worker = new StageWorker(
                    plan,
                    stage,
                    number,
                    lanes.inbox(stage, number),
                    lanes.from(stage, number),
                    sink.writer(stage.name(), places.wakeUp(stage, number), limit),
                    stores,
                    environment.time());
            if (places.sharesPollThread(stage)) {
                sharedWorkers.add(worker);
            } else {
                workerThreads.add(workerThread(worker, places.parking(stage, number)));
            }
        }
    }

    private List<Parking> restoreParkings() {
        int workers = plan.shardGroups().isEmpty() ? 0 : Math.min(MOST_RESTORE_WORKERS, environment.processors());
        return Stream.generate(Parking::new).limit(workers).toList();
    }

    private void addRestoreWorkers() {
        for (int number = 0; number < restoreParkings.size(); number++) {
            workerThreads.add(workerThread(restorer.workers().get(number), restoreParkings.get(number)));
        }
    }

    private WorkerThread workerThread(Worker worker, Parking parking) {
        StageLoop loop = new StageLoop(worker, parking, () -> ended, thrown -> fail(worker, thrown));
        return new WorkerThread(
                environment.threads().thread("millrace-%s-%s".formatted(plan.topology(), worker.name()), loop));
    }

    private void fail(Worker worker, Throwable thrown) {
        failure.accept(
                thrown instanceof MillraceException
                        ? thrown
                        : new WorkerFailedException(plan.topology(), worker.name(), thrown));
    }

    private void end() {
        ended = true;
        places.wakeAll();
        committer.wakeUp();
        restoreParkings.forEach(Parking::wakeUp);
    }

    private void close() {
        boolean drained = !failure.isSet();
        end();
        Thread.interrupted(); // an interrupt that ended the run must not disturb its closing
        WorkerClosing.close("The producer", () -> sink.close(drained ? settings.drainTimeout() : Duration.ZERO));
        closeWorkers();
        WorkerClosing.close(source);
        WorkerClosing.close("The restorer", restorer::close);
        if (workerThreads.stream().noneMatch(WorkerThread::isAlive)) { // one that is stuck may still have hold of it
            WorkerClosing.close("The state", stores::close);
        }
    }

    private void closeWorkers() {
        for (WorkerThread workerThread : workerThreads) {
            WorkerClosing.close(
                    "Thread '%s'".formatted(workerThread.thread().getName()), () -> workerThread.end(PATIENCE));
        }
        sharedWorkers.forEach(WorkerClosing::close);
    }
}
