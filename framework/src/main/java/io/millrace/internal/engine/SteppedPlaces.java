package io.millrace.internal.engine;

import io.millrace.internal.exchange.WakeUp;
import io.millrace.internal.plan.StagePlan;
import java.util.Collections;
import java.util.List;

/**
 * Wakes the source, which may be in the middle of a poll. Nobody else ever sleeps in a stepped run. Confined to the thread that
 * steps the run.
 */
record SteppedPlaces(PollThread pollThread, AnswerSignal answers) implements WakeUps {

    private static final int RESTORE_WORKERS = 2;

    @Override
    public WakeUp wakeUp(StagePlan stage, int worker) {
        return WakeUp.NOT_NEEDED;
    }

    @Override
    public WakeUp answered(StagePlan stage, int worker) {
        return answers;
    }

    @Override
    public WakeUp committer() {
        return WakeUp.NOT_NEEDED;
    }

    @Override
    public WakeUp globalTables() {
        return WakeUp.NOT_NEEDED;
    }

    @Override
    public WakeUp sinkCaller(int caller) {
        return WakeUp.NOT_NEEDED;
    }

    @Override
    public List<WakeUp> restoreWorkers() {
        return Collections.nCopies(RESTORE_WORKERS, WakeUp.NOT_NEEDED);
    }
}
