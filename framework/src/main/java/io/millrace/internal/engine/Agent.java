package io.millrace.internal.engine;

/**
 * One of those who do the work of a {@link SteppedRun}, in portions (the idea of Agrona's agents).
 *
 * <p>Confined to the thread that steps the run.
 */
public interface Agent {

    /** Returns the name, as {@code source}, {@code score-2} or {@code committer}. */
    String name();

    /**
     * Does a portion of work and returns whether there was any; after none there may be some at the next step, such as an answer
     * that has come meanwhile. Does nothing once the run has ended, nor while the agent is in the
     * middle of a step already: an agent that waits for others has them stepped meanwhile, and so may whoever does that step all.
     */
    boolean step();
}
