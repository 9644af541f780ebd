package io.millrace.internal.engine;

import io.millrace.errors.InputsChangedException;
import io.millrace.errors.MillraceException;
import io.millrace.errors.StartRefusedException;
import io.millrace.internal.kafka.KafkaFailures;
import io.millrace.internal.metrics.TopologyMeter;
import io.millrace.internal.plan.Plan;
import io.millrace.internal.stage.StackText;
import io.millrace.runtime.TopologySettings;
import io.millrace.runtime.TopologyState;
import io.millrace.runtime.Trigger;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A topology from one start to the stop that follows: runs it, and runs it again after each failure for as long as that makes
 * sense. Its thread is the topology's poll thread.
 *
 * <p>A loop whose thread is stuck in user code can be {@linkplain #abandon abandoned}: should it ever go on, it changes nothing.
 *
 * <p>{@link #run} is confined to its thread; the rest is thread-safe.
 */
final class RestartLoop implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(RestartLoop.class);

    private final Plan plan;
    private final Wanted wanted;
    private final RunEnvironment environment;
    private final LifeCycle lifeCycle;
    private final TopologyMeter meter;
    private final Attempts attempts;
    private final RunNotes notes;
    private final CompletableFuture<Void> started = new CompletableFuture<>();
    private final Object lock = new Object();

    // Guarded by lock:
    private @Nullable TopologyRun run;
    private boolean stopRequested;
    private boolean abandoned;
    private boolean restored;

    private volatile @Nullable Throwable failure;

    RestartLoop(Plan plan, Wanted wanted, RunEnvironment environment, LifeCycle lifeCycle, TopologyMeter meter) {
        this.plan = plan;
        this.wanted = wanted;
        this.environment = environment;
        this.lifeCycle = lifeCycle;
        this.meter = meter;
        this.attempts = new Attempts(wanted.settings().restart());
        this.notes = new RunNotes(plan.topology(), environment, meter);
    }

    /** Completes when the first run is running, or with what kept it from that. */
    CompletableFuture<Void> started() {
        return started;
    }

    @Override
    public void run() {
        try {
            runUntilStopped();
        } catch (Throwable thrown) {
            failure = thrown;
            LOG.atError()
                    .addKeyValue("millrace.topology", plan.topology())
                    .log("Topology '{}' is not watched any more: {}", plan.topology(), FailureText.of(thrown));
            become(TopologyState.FAILED);
        } finally {
            started.completeExceptionally(new MillraceException(
                    "Topology '%s' was stopped before it was running".formatted(plan.topology())));
        }
    }

    /** Has the run drained, or the wait for the next one ended. */
    void requestStop() {
        synchronized (lock) {
            stopRequested = true;
            if (run != null) {
                run.drain();
            }
            lock.notifyAll();
        }
    }

    /** Has the run go on with {@code trigger}, if there is one; completes when it does, or the run has ended. */
    CompletableFuture<Void> switchTrigger(Trigger trigger) {
        synchronized (lock) {
            return run == null || abandoned ? CompletableFuture.completedFuture(null) : run.switchTrigger(trigger);
        }
    }

    /** Has the run do {@code action}, if there is one. */
    void tellRun(Consumer<TopologyRun> action) {
        synchronized (lock) {
            if (run != null && !abandoned) {
                action.accept(run);
            }
        }
    }

    /** Ends the run without draining it. */
    void abort(Throwable cause) {
        synchronized (lock) {
            if (run != null) {
                run.fail(cause);
            }
        }
    }

    /** Gives the loop up, with its thread: from now on it has no say in the topology's state, and its run has nothing at Kafka. */
    void abandon(Throwable cause) {
        TopologyRun left;
        synchronized (lock) {
            abandoned = true;
            failure = cause;
            left = run;
        }
        if (left != null) {
            left.leaveBehind();
        }
    }

    /** Returns whether its own thread, which is {@code thread}, is in user code now. */
    boolean isInUserCode(Thread thread) {
        synchronized (lock) {
            return run != null && run.isInUserCode(thread);
        }
    }

    /** Asks the run, if there is one. */
    <T> Optional<T> ask(Function<TopologyRun, T> question) {
        synchronized (lock) {
            return run == null || abandoned ? Optional.empty() : Optional.of(question.apply(run));
        }
    }

    /** Returns whether a run has had all state that it was assigned. */
    boolean hasRestored() {
        synchronized (lock) {
            restored |= run != null && !abandoned && run.hasRestored();
            return restored;
        }
    }

    @Nullable
    Throwable failure() {
        return failure;
    }

    /** Returns what its runs have told. */
    RunNotes notes() {
        return notes;
    }

    private void runUntilStopped() {
        while (true) {
            try {
                runOnce();
                return;
            } catch (Throwable thrown) {
                failure = thrown;
                if (!started.isDone()) {
                    become(TopologyState.FAILED);
                    started.completeExceptionally(thrown);
                    return;
                }
                if (!isStopRequested()) {
                    tell(thrown);
                }
                if (!waitForNextAttempt(thrown)) {
                    return;
                }
            }
        }
    }

    private void runOnce() throws Throwable {
        TopologySettings current = wanted.settings();
        TopologyRun newRun = new TopologyRun(plan, current, environment, meter, notes);
        synchronized (lock) {
            run = newRun;
            if (!wanted.settings().trigger().equals(current.trigger())) {
                newRun.switchTrigger(wanted.settings().trigger()); // it was switched while the run was made
            }
            if (wanted.isPaused()) {
                newRun.pause();
            }
            if (stopRequested || !become(TopologyState.RUNNING)) {
                newRun.drain();
            } else {
                started.complete(null);
            }
        }
        try {
            newRun.runUntilEnded();
        } finally {
            synchronized (lock) {
                run = null;
            }
        }
        if (newRun.hasFinished()) {
            finish();
        }
    }

    private void finish() {
        synchronized (lock) {
            if (!abandoned && lifeCycle.finish()) {
                LOG.atInfo()
                        .addKeyValue("millrace.topology", plan.topology())
                        .log(
                                "Topology '{}' has finished: all that was there is processed and durable (trigger {})",
                                plan.topology(),
                                wanted.settings().trigger());
            }
        }
    }

    /** Returns false if there is no next attempt. */
    private boolean waitForNextAttempt(Throwable thrown) {
        if (notes.takeProgressed()) {
            attempts.reset();
        }
        boolean free = KafkaFailures.isOfConnection(thrown) || thrown instanceof InputsChangedException;
        if (thrown instanceof StartRefusedException || (!free && attempts.areUsedUp())) {
            if (become(TopologyState.FAILED)) {
                LOG.atError()
                        .addKeyValue("millrace.topology", plan.topology())
                        .log(
                                "Topology '{}' stays down ({}): mend the cause, then start it again",
                                plan.topology(),
                                attempts);
            }
            return false;
        }
        Duration pause = attempts.next(free);
        synchronized (lock) {
            if (!become(TopologyState.RESTARTING)) {
                return false;
            }
            LOG.atInfo()
                    .addKeyValue("millrace.topology", plan.topology())
                    .log(
                            "Topology '{}' is restarted from its last checkpoint in {} ms ({})",
                            plan.topology(),
                            pause.toMillis(),
                            attempts);
            return waitUnlessStopped(pause) && become(TopologyState.STARTING);
        }
    }

    private boolean waitUnlessStopped(Duration pause) {
        long end = environment.time().nanoTime() + pause.toNanos();
        for (long left = pause.toNanos();
                left > 0 && !stopRequested;
                left = end - environment.time().nanoTime()) {
            try {
                lock.wait(left / 1_000_000 + 1);
            } catch (InterruptedException e) {
                LOG.atDebug()
                        .addKeyValue("millrace.topology", plan.topology())
                        .log("Topology '{}': an interrupt that user code left behind is ignored", plan.topology());
            }
        }
        return !stopRequested;
    }

    private boolean isStopRequested() {
        synchronized (lock) {
            return stopRequested;
        }
    }

    private boolean become(TopologyState next) {
        synchronized (lock) {
            return !abandoned && lifeCycle.tryBecome(next);
        }
    }

    private void tell(Throwable thrown) {
        if (thrown instanceof InputsChangedException) {
            LOG.atInfo().addKeyValue("millrace.topology", plan.topology()).log("{}", thrown.getMessage());
        } else {
            LOG.atError().addKeyValue("millrace.topology", plan.topology()).log("{}", FailureText.of(thrown));
        }
        LOG.atDebug()
                .addKeyValue("millrace.topology", plan.topology())
                .log("Topology '{}' failed{}", plan.topology(), StackText.of(thrown));
        environment.events().tell(listener -> listener.failed(plan.topology(), thrown));
    }
}
