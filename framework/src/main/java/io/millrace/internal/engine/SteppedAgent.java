package io.millrace.internal.engine;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Runs a part of a run step by step. What the part throws ends the run, as it does where a thread runs it, and not its caller.
 *
 * <p>Confined to the thread that steps the run.
 */
final class SteppedAgent implements Agent {

    private final String name;
    private final BooleanSupplier work;
    private final BooleanSupplier over;
    private final Consumer<Throwable> onFailure;
    private boolean inStep;

    /**
     * @param work does a portion of work and says whether there was any
     * @param over whether the run has ended
     */
    SteppedAgent(String name, BooleanSupplier work, BooleanSupplier over, Consumer<Throwable> onFailure) {
        this.name = name;
        this.work = work;
        this.over = over;
        this.onFailure = onFailure;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean step() {
        if (inStep || over.getAsBoolean()) {
            return false;
        }
        inStep = true;
        try {
            return work.getAsBoolean();
        } catch (Throwable thrown) {
            onFailure.accept(thrown);
            return true;
        } finally {
            inStep = false;
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
