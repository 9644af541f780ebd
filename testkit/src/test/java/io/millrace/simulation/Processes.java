package io.millrace.simulation;

import io.millrace.internal.engine.SteppedRun;
import io.millrace.runtime.Trigger;

/** What becomes of the processes of {@link Node}s outside of them. Confined to the simulation's thread. */
interface Processes {

    /** Returns a run, not started, of the process named {@code process}. */
    SteppedRun run(Node node, String process, Trigger trigger);

    /** Returns what checks, once a job has finished that begins now, that it has done its work. */
    Runnable job();

    /** Ends the clients of {@code process}. */
    void cutOff(String process);

    /** Has nothing come from {@code process} and no answer reach it. */
    void freeze(String process);

    /** Ends that. */
    void thaw(String process);

    /** A run has failed. */
    void failed(Throwable failure);
}
