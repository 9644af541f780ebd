package io.millrace.internal.engine;

import io.millrace.internal.async.CallThreads;
import io.millrace.internal.kafka.KafkaAccess;
import io.millrace.internal.kafka.OtherWorkers;
import io.millrace.internal.kafka.SourceWorker;
import io.millrace.internal.metrics.TopologyMeter;
import io.millrace.internal.plan.Plan;
import io.millrace.internal.query.QueryDesk;
import io.millrace.internal.stage.SinkCaller;
import io.millrace.internal.stage.Worker;
import io.millrace.processor.SourcePartition;
import io.millrace.runtime.EpochProgress;
import io.millrace.runtime.ErrorProgress;
import io.millrace.runtime.StuckCall;
import io.millrace.runtime.TopologySettings;
import io.millrace.runtime.Trigger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * A topology at work, from the making of its clients to its drained end or its first failure. It is used once: after a
 * failure a new one is made, which begins at the last checkpoint.
 *
 * <p>Built and run by one thread, the poll thread; {@link #drain}, {@link #fail} and what is asked may be called by any.
 */
final class TopologyRun {

    /** Time enough for a record; what takes longer may be stuck. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final int ID_DIGITS = 8;

    /** Measured: larger rings bring nothing. */
    private static final int LANE_CAPACITY = 1_024;

    private final Plan plan;
    private final RunEnvironment environment;
    private final PollThread pollThread = new PollThread();
    private final Places places;
    private final RunFailure failure = new RunFailure(this::end);
    private final RunParts parts;
    private final SourceWorker source;
    private final List<Worker> sharedWorkers = new ArrayList<>();
    private final List<WorkerThread> workerThreads = new ArrayList<>();
    private final Set<Thread> sinkThreads = new HashSet<>();
    private final List<WatchedWorker> watched = new ArrayList<>();
    private final RunWatch watch;
    private final TopologyMeter meter;
    private final MeterWatch meterWatch;
    private int nextShared;
    private volatile boolean ended;

    /** Checks the cluster, makes the clients, the lanes and the workers; waits for Kafka meanwhile. */
    TopologyRun(
            Plan plan,
            TopologySettings settings,
            RunEnvironment environment,
            TopologyMeter meter,
            RunListener listener) {
        this.plan = plan;
        this.environment = environment;
        this.meter = meter;
        this.meterWatch = new MeterWatch(meter);
        this.places = new Places(plan, settings.threads(), environment.processors(), pollThread);
        KafkaAccess kafka = new KafkaAccess(
                environment.clients(),
                environment.group(plan.topology()),
                UUID.randomUUID().toString().substring(0, ID_DIGITS),
                environment.time(),
                new ThreadWaiting(),
                Duration.ZERO);
        RunHost host = new RunHost(
                kafka,
                places,
                environment.threads(),
                new SharedWorkers(),
                this::callThreads,
                LANE_CAPACITY,
                meter,
                environment.tracer());
        this.parts = new RunParts(plan, settings, host, failure, listener);
        this.source = parts.source();
        parts.stageWorkers().forEach(this::place);
        for (int number = 0; number < parts.restoreWorkers().size(); number++) {
            addThread(
                    parts.restoreWorkers().get(number), places.restoreWorkers().get(number));
        }
        List<SinkCaller> sinkCallers = parts.externalSinks().callers();
        for (int number = 0; number < sinkCallers.size(); number++) {
            addSinkThread(sinkCallers.get(number), places.sinkCaller(number));
        }
        parts.committer().ifPresent(committer -> addThread(committer, places.committer()));
        parts.globalTables().ifPresent(tables -> addThread(tables, places.globalTables()));
        this.watch = new RunWatch(
                plan.topology(), settings.errors().stuckAfter(), environment.time(), environment.events(), watched);
        pollThread.is(source);
    }

    /** Runs until it is drained; throws what failed it. Either way everything is closed when it returns. */
    void runUntilEnded() throws Throwable {
        try {
            source.subscribe();
            workerThreads.forEach(workerThread -> workerThread.thread().start());
            environment.watch().add(watch);
            meter.attach(parts.measures());
            environment.watch().add(meterWatch);
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
        parts.fail(source.name(), cause);
    }

    /**
     * Lets go of what it has at Kafka, after {@link #fail}, where its poll thread is stuck and can't do it: its partitions go to others
     * at once, and what its user code may still put out is refused. Its meter is left to the run that comes next. Called by another
     * thread.
     */
    void leaveBehind() {
        environment.watch().end(meterWatch);
        parts.closeOutputs();
        parts.leaveGroup();
    }

    /** Returns what takes questions to the workers; empty if nobody may ask. */
    Optional<QueryDesk> queries() {
        return parts.queries();
    }

    /** Returns the calls of user code that take longer than they may. */
    List<StuckCall> stuck() {
        return watch.stuck();
    }

    /** Returns whether {@code thread} is in user code of this run now. */
    boolean isInUserCode(Thread thread) {
        return watch.isInUserCode(thread);
    }

    /** Has {@code trigger} take over; completes when it is in force, or the run has ended. */
    CompletableFuture<Void> switchTrigger(Trigger trigger) {
        return source.switchTrigger(trigger);
    }

    /** Has it read nothing new, while all else goes on. */
    void pause() {
        source.pause();
    }

    /** Has it read again. */
    void resume() {
        source.resume();
    }

    /** Has its epoch end; completes when that is durable, or with what kept it from that. */
    CompletableFuture<EpochProgress> checkpoint() {
        return source.checkpoint();
    }

    /** Returns whether it has ended because there is nothing left to do. */
    boolean hasFinished() {
        return source.hasFinished();
    }

    Set<SourcePartition> assignment() {
        return source.assignment();
    }

    Set<SourcePartition> restoring() {
        return source.restoring();
    }

    ErrorProgress errors() {
        return parts.errors();
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
            parts.fail(worker.name(), thrown);
            throw thrown;
        }
    }

    private void place(RunParts.Staged staged) {
        Thread thread = Thread.currentThread();
        if (places.sharesPollThread(staged.stage())) {
            sharedWorkers.add(staged.worker());
        } else {
            thread = addThread(staged.worker(), places.parking(staged.stage(), staged.number()));
        }
        watched.add(new WatchedWorker(staged.stage().name(), staged.call()::seen, thread));
    }

    private void addSinkThread(SinkCaller caller, Parking parking) {
        Thread thread = addThread(caller, parking);
        sinkThreads.add(thread);
        watched.add(new WatchedWorker(caller.stage(), caller::seen, thread));
    }

    private Thread addThread(Worker worker, Parking parking) {
        StageLoop loop = new StageLoop(worker, parking, () -> ended, thrown -> parts.fail(worker.name(), thrown));
        Thread thread = environment.threads().thread("millrace-%s-%s".formatted(plan.topology(), worker.name()), loop);
        workerThreads.add(new WorkerThread(thread));
        return thread;
    }

    private CallThreads callThreads(String worker, int most) {
        return new PooledCalls(
                most, environment.threads().callThreads("millrace-%s-%s-call".formatted(plan.topology(), worker)));
    }

    private void end() {
        ended = true;
        places.wakeAll();
    }

    private void close() {
        end();
        parts.endQueries();
        Thread.interrupted(); // an interrupt that ended the run must not disturb its closing
        parts.closeOutputs();
        closeWorkers();
        environment.watch().end(meterWatch);
        meter.detach(parts.measures());
        parts.closeSource();
        if (workerThreads.stream().noneMatch(this::hasState)) { // one that is stuck may still have hold of it
            parts.closeState();
        }
        environment.watch().end(watch);
    }

    private boolean hasState(WorkerThread thread) {
        return thread.isAlive() && !sinkThreads.contains(thread.thread());
    }

    private void closeWorkers() {
        WorkerThread.end(workerThreads, PATIENCE, environment.time());
        sharedWorkers.forEach(WorkerClosing::close);
    }

    /** Those that share the poll thread. */
    private final class SharedWorkers implements OtherWorkers {

        @Override
        public int run() {
            return runSharedWorkers();
        }

        @Override
        public long nanosToNextWork() {
            long least = Long.MAX_VALUE;
            for (Worker worker : sharedWorkers) {
                least = Math.min(least, worker.nanosToNextWork());
            }
            return least;
        }
    }
}
