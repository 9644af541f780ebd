package io.millrace.internal.engine;

import io.millrace.errors.MillraceException;
import io.millrace.internal.plan.Plan;
import io.millrace.internal.plan.TriggerCheck;
import io.millrace.runtime.EpochProgress;
import io.millrace.runtime.TopologySettings;
import io.millrace.runtime.TopologyState;
import io.millrace.runtime.Trigger;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What somebody may have a topology do while it runs. Thread-safe; who comes later waits for who came before, but not for the topology. */
final class TopologyActions {

    private static final Logger LOG = LoggerFactory.getLogger(TopologyActions.class);

    private final Plan plan;
    private final Wanted wanted;
    private final TopologyLife life;
    private final EventDispatcher events;
    private final Object lock = new Object();

    TopologyActions(Plan plan, Wanted wanted, TopologyLife life, EventDispatcher events) {
        this.plan = plan;
        this.wanted = wanted;
        this.life = life;
        this.events = events;
    }

    /** See {@link io.millrace.runtime.TopologyHandle#switchTrigger}. */
    void switchTrigger(Trigger trigger) {
        CompletableFuture<Void> inForce;
        synchronized (lock) {
            requireNotClosed("go on with " + trigger);
            TopologySettings switched = wanted.settings().withTrigger(trigger);
            TriggerCheck.require(plan, switched);
            LOG.atInfo()
                    .addKeyValue("millrace.topology", plan.topology())
                    .log(
                            "Topology '{}' switches from trigger {} to {}",
                            plan.topology(),
                            wanted.settings().trigger(),
                            trigger);
            WaitingShuffles.warn(plan, trigger);
            wanted.settings(switched);
            inForce = life.loop()
                    .map(loop -> loop.switchTrigger(trigger))
                    .orElseGet(() -> CompletableFuture.completedFuture(null));
        }
        try {
            inForce.get(wanted.settings().drainTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new MillraceException(
                    "Topology '%s' does not go on with trigger %s yet, because it could not end its epoch within %d ms; it will as soon as it can. The log says what keeps it from committing."
                            .formatted(
                                    plan.topology(),
                                    trigger,
                                    wanted.settings().drainTimeout().toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // it goes on by itself; the caller waits no longer
        } catch (ExecutionException e) {
            throw new IllegalStateException("A change of the trigger has no failure", e);
        }
    }

    /** See {@link io.millrace.runtime.TopologyHandle#pause}. */
    void pause() {
        change(true, "is paused: it reads nothing new until it is resumed", TopologyRun::pause);
    }

    /** See {@link io.millrace.runtime.TopologyHandle#resume}. */
    void resume() {
        change(false, "is resumed", TopologyRun::resume);
    }

    private void change(boolean paused, String what, Consumer<TopologyRun> change) {
        synchronized (lock) {
            requireNotClosed(paused ? "be paused" : "be resumed");
            if (wanted.isPaused() == paused) {
                return;
            }
            LOG.atInfo()
                    .addKeyValue("millrace.topology", plan.topology())
                    .log("Topology '{}' {}", plan.topology(), what);
            wanted.paused(paused);
            life.loop().ifPresent(loop -> loop.tellRun(change));
            events.tell(listener -> listener.pausedChanged(plan.topology(), paused));
        }
    }

    /** See {@link io.millrace.runtime.TopologyHandle#checkpoint}. */
    EpochProgress checkpoint() {
        Trigger trigger = wanted.settings().trigger();
        if (trigger instanceof Trigger.Once) {
            throw new IllegalStateException(
                    "Topology '%s' can't make a checkpoint now: its trigger is %s, with which all that is there becomes durable in one epoch, or none of it. Let it finish, or switch to 'available-now'."
                            .formatted(plan.topology(), trigger));
        }
        TopologyState state = life.state();
        CompletableFuture<EpochProgress> durable = life.ask(TopologyRun::checkpoint)
                .orElseThrow(() -> new IllegalStateException(
                        "Topology '%s' can't make a checkpoint now: it is %s and has no run. What it has done is in its last checkpoint."
                                .formatted(plan.topology(), state)));
        try {
            return durable.get(wanted.settings().drainTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new MillraceException(
                    "Topology '%s' has no checkpoint of what it has read by now yet, because it could not end its epoch within %d ms; it will as soon as it can. The log says what keeps it from committing."
                            .formatted(
                                    plan.topology(),
                                    wanted.settings().drainTimeout().toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MillraceException(
                    "The caller was interrupted while topology '%s' made a checkpoint; it goes on with it"
                            .formatted(plan.topology()));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof MillraceException known) {
                throw known;
            }
            throw new MillraceException("Topology '%s' has no checkpoint".formatted(plan.topology()), e);
        }
    }

    private void requireNotClosed(String what) {
        if (life.state() == TopologyState.CLOSED) {
            throw new IllegalStateException("Topology '%s' is closed: it can't %s".formatted(plan.topology(), what));
        }
    }
}
