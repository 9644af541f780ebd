package io.millrace.internal.engine;

import io.millrace.errors.MillraceException;
import io.millrace.internal.metrics.TopologyMeter;
import io.millrace.internal.plan.Plan;
import io.millrace.runtime.TopologyEnd;
import io.millrace.runtime.TopologyState;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts, stops and restarts one topology; between a start and a stop, a {@link RestartLoop} keeps it running.
 *
 * <p>Who stops it goes before who restarts it: a restart whose topology is stopped meanwhile does not start it again. Thread-safe.
 */
final class TopologyLife {

    private static final Logger LOG = LoggerFactory.getLogger(TopologyLife.class);

    /** For the thread that waits for nothing but the end. */
    private static final Duration MOMENT = Duration.ofSeconds(1);

    private final Plan plan;
    private final Wanted wanted;
    private final RunEnvironment environment;
    private final TopologyMeter meter;
    private final LifeCycle lifeCycle;
    private final Object lock = new Object();

    /** The latest start, if there was one. */
    private volatile @Nullable StartedTopology started;

    // Guarded by lock:
    /** Keeps the JVM alive until the topology has ended: a service may have no other thread that does. */
    private @Nullable WorkerThread keeper;

    /** Completes when the restart is over that is under way; null if there is none. */
    private @Nullable CompletableFuture<Void> restart;

    TopologyLife(Plan plan, Wanted wanted, RunEnvironment environment, TopologyMeter meter) {
        this.plan = plan;
        this.wanted = wanted;
        this.environment = environment;
        this.meter = meter;
        this.lifeCycle = new LifeCycle(plan.topology(), environment.events());
    }

    TopologyState state() {
        return lifeCycle.state();
    }

    /** Completes when it has ended; after its last start, if there was one. */
    CompletableFuture<TopologyEnd> end() {
        return lifeCycle.end();
    }

    /** Returns what keeps it running since its latest start; empty before the first one. */
    Optional<RestartLoop> loop() {
        return Optional.ofNullable(started).map(StartedTopology::loop);
    }

    /** Asks the run, if there is one. */
    <T> Optional<T> ask(Function<TopologyRun, T> question) {
        return loop().flatMap(loop -> loop.ask(question));
    }

    /** See {@link io.millrace.runtime.TopologyHandle#start}. */
    void start() {
        RestartLoop loop;
        synchronized (lock) {
            lifeCycle.become(TopologyState.STARTING);
            loop = begin();
        }
        awaitRunning(loop);
    }

    /** See {@link io.millrace.runtime.TopologyHandle#drain}. */
    void drain() {
        StartedTopology current;
        WorkerThread kept;
        synchronized (lock) {
            current = started;
            kept = keeper;
            boolean drainsAlready = lifeCycle.state() == TopologyState.DRAINING;
            if (current == null || !(drainsAlready || lifeCycle.tryBecome(TopologyState.DRAINING))) {
                return;
            }
            restart = null; // it was to be started again, and is not now
            current.loop().requestStop();
        }
        current.awaitEnd(wanted.settings().drainTimeout());
        synchronized (lock) {
            if (current == started) {
                lifeCycle.tryBecome(current.isLeftBehind() ? TopologyState.FAILED : TopologyState.STOPPED);
            }
        }
        if (kept != null) {
            kept.endsWithin(MOMENT);
        }
    }

    void close() {
        drain();
        lifeCycle.tryBecome(TopologyState.CLOSED);
    }

    /** See {@link io.millrace.runtime.TopologyHandle#restart}. */
    void restart() {
        CompletableFuture<Void> own = new CompletableFuture<>();
        CompletableFuture<Void> others;
        synchronized (lock) {
            others = restart;
            if (others == null) {
                beginRestart(own);
            }
        }
        if (others != null) {
            join(others);
            return;
        }
        try {
            stopAndStart(own);
            own.complete(null);
        } catch (RuntimeException | Error e) {
            own.completeExceptionally(e);
            throw e;
        } finally {
            synchronized (lock) {
                restart = restart == own ? null : restart;
            }
        }
    }

    private void beginRestart(CompletableFuture<Void> own) {
        if (lifeCycle.state() == TopologyState.CLOSED || lifeCycle.state() == TopologyState.DRAINING) {
            throw new IllegalStateException(
                    "Topology '%s' can't be restarted: it is %s".formatted(plan.topology(), lifeCycle.state()));
        }
        LOG.atInfo()
                .addKeyValue("millrace.topology", plan.topology())
                .log("Topology '{}' is restarted by hand", plan.topology());
        restart = own;
        StartedTopology current = started;
        if (current != null && lifeCycle.tryBecome(TopologyState.DRAINING)) {
            current.loop().requestStop();
        }
    }

    private void stopAndStart(CompletableFuture<Void> own) {
        StartedTopology current = started;
        if (current != null) {
            current.awaitEnd(wanted.settings().drainTimeout());
        }
        RestartLoop loop;
        synchronized (lock) {
            if (restart != own) {
                throw new IllegalStateException(
                        "Topology '%s' was stopped while it was restarted: it is not started again"
                                .formatted(plan.topology()));
            }
            lifeCycle.become(TopologyState.STARTING);
            loop = begin();
        }
        awaitRunning(loop);
    }

    private RestartLoop begin() {
        RestartLoop loop = new RestartLoop(plan, wanted, environment, lifeCycle, meter);
        Thread thread = environment.threads().thread("millrace-" + plan.topology(), loop);
        started = new StartedTopology(plan.topology(), loop, new WorkerThread(thread));
        thread.start();
        if (keeper == null || !keeper.isAlive()) {
            Thread keeping = environment
                    .threads()
                    .mainThread("millrace-%s-alive".formatted(plan.topology()), lifeCycle.end()::join);
            keeper = new WorkerThread(keeping);
            keeping.start();
        }
        return loop;
    }

    private static void awaitRunning(RestartLoop loop) {
        join(loop.started());
    }

    private static void join(CompletableFuture<Void> done) {
        try {
            done.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof MillraceException known) {
                throw known;
            }
            throw e.getCause() instanceof IllegalStateException illegal ? illegal : e;
        }
    }
}
