package io.millrace.simulation;

import io.millrace.internal.engine.Agent;
import io.millrace.internal.engine.SteppedRun;
import io.millrace.runtime.Trigger;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * An instance of the service: one process after the other, each of which may crash, stand still or leave. Where a run fails, or
 * finishes its job, it begins another one later, as an engine with threads or a scheduler does. Confined to the simulation's thread.
 */
final class Node {

    /** From a failure, or the end of a job, to the next run, at most. */
    private static final long LONGEST_PAUSE_MICROS = 1_000_000;

    /** A run that is not drained by then is ended. */
    private static final long DRAIN_MICROS = 300_000_000;

    private final String name;
    private final SimulatedTime time;
    private final Trace trace;
    private final Processes processes;
    private int launches;
    private int frames;
    private @Nullable SteppedRun run;
    private boolean wanted;
    private boolean leaving;
    private long leaveBy;
    private long standsUntil;
    private long startAt;
    private Trigger trigger;
    private @Nullable Runnable job;

    Node(String name, Trigger trigger, SimulatedTime time, Trace trace, Processes processes) {
        this.name = name;
        this.trigger = trigger;
        this.time = time;
        this.trace = trace;
        this.processes = processes;
    }

    /** Returns the name of the process that it is at present. */
    String process() {
        return name + "." + launches;
    }

    boolean isWanted() {
        return wanted;
    }

    /** Returns whether it has a run, which may stand still. */
    boolean isUp() {
        return run != null;
    }

    /** Returns whether it has a run that can take steps. */
    boolean isAwake() {
        if (standsUntil > 0 && time.micros() >= standsUntil) {
            wake();
        }
        return run != null && standsUntil == 0;
    }

    /** Returns how many of its agents are in the middle of a step, one within the other. */
    int frames() {
        return frames;
    }

    /** Returns whether {@code other} is its run. */
    boolean runs(SteppedRun other) {
        return run == other;
    }

    List<Agent> agents() {
        SteppedRun current = run;
        return current == null ? List.of() : current.agents();
    }

    /** Has it be up from now on. */
    void join() {
        wanted = true;
        startAt = time.micros();
    }

    /** Starts a run if it is time for one; returns whether it did. */
    boolean startIfDue() {
        if (run != null || !wanted || frames > 0 || time.micros() < startAt) {
            return false;
        }
        launches++;
        tell("starts");
        job = null;
        beginJob();
        SteppedRun started = processes.run(this, process(), trigger);
        run = started;
        frames++;
        try {
            started.start();
        } catch (Throwable thrown) {
            if (run == started) {
                failed(thrown);
            }
        } finally {
            frames--;
        }
        endIfOver();
        return true;
    }

    /** Has its agent of this number take a step; returns whether that did any work. */
    boolean step(int agent) {
        if (!isAwake() || agent >= agents().size()) {
            return false;
        }
        frames++;
        boolean worked;
        try {
            worked = agents().get(agent).step();
        } finally {
            frames--;
        }
        endIfOver();
        return worked;
    }

    /** Ends the process at once. */
    void crash() {
        SteppedRun current = run;
        if (current != null) {
            tell("crashes");
            processes.cutOff(process());
            run = null;
            leaving = false;
            standsUntil = 0;
            current.abandon();
            startAt = time.micros() + LONGEST_PAUSE_MICROS / 10;
        }
    }

    /** Has it stand still for so long. */
    void standStill(long micros) {
        if (run != null) {
            tell("stands still for " + micros / 1_000 + " ms");
            standsUntil = time.micros() + micros;
            processes.freeze(process());
        }
    }

    /** Has it go on if it stands still. */
    void wake() {
        if (standsUntil > 0) {
            standsUntil = 0;
            processes.thaw(process());
        }
    }

    /** Has it go on with {@code next}, and begin with that from now on. */
    void switchTrigger(Trigger next) {
        trigger = next;
        SteppedRun current = run;
        if (current != null && isAwake()) {
            tell("is switched to " + next);
            beginJob();
            current.switchTrigger(next);
        }
    }

    /** Has it finish what is in flight and end. */
    void leave() {
        wanted = false;
        SteppedRun current = run;
        if (current != null && !leaving) {
            tell("leaves");
            leaving = true;
            leaveBy = time.micros() + DRAIN_MICROS;
            current.drain();
        }
    }

    /** The first job of a run counts: it may finish before another trigger takes over. */
    private void beginJob() {
        if (job == null && trigger instanceof Trigger.Job) {
            job = processes.job();
        }
    }

    private void endIfOver() {
        SteppedRun current = run;
        if (current == null || frames > 0) {
            return;
        }
        if (leaving && time.micros() >= leaveBy && !current.isEnded()) {
            current.fail(new TimeoutException("It was not drained in time"));
        }
        if (!current.isEnded()) {
            return;
        }
        run = null;
        current.failure().ifPresent(this::failed);
        leaving = false;
        tell(current.failure().isPresent() ? "is closed after a failure" : "is closed");
        if (current.failure().isEmpty() && current.hasFinished()) {
            startAt = time.micros() + LONGEST_PAUSE_MICROS;
            Objects.requireNonNull(job, "only a job finishes").run();
        }
        current.close();
    }

    private void failed(Throwable thrown) {
        run = null;
        tell("fails: " + thrown);
        startAt = time.micros() + LONGEST_PAUSE_MICROS;
        processes.failed(thrown);
    }

    private void tell(String what) {
        trace.add(time.micros() + " " + process() + " " + what);
    }
}
