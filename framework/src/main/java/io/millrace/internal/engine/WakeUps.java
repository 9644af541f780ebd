package io.millrace.internal.engine;

import io.millrace.internal.exchange.WakeUp;
import io.millrace.internal.plan.StagePlan;
import java.util.List;

/** What wakes whoever runs the workers of a run. Thread-safe. */
interface WakeUps {

    /** Returns what wakes the source worker. */
    WakeUp pollThread();

    /** Returns what wakes {@code worker} of {@code stage}. */
    WakeUp wakeUp(StagePlan stage, int worker);

    /** Returns what wakes {@code worker} of {@code stage} when a call of its has an answer, which any thread may bring. */
    default WakeUp answered(StagePlan stage, int worker) {
        return wakeUp(stage, worker);
    }

    /** Returns what wakes {@code worker} of {@code stage} when it is asked for its state, which any thread may do. */
    default WakeUp asked(StagePlan stage, int worker) {
        return wakeUp(stage, worker);
    }

    WakeUp committer();

    /** Returns what wakes the reader of the global tables. */
    WakeUp globalTables();

    /** Returns what wakes the worker number {@code caller}, from 0, of those that write to sinks which are not Kafka. */
    WakeUp sinkCaller(int caller);

    /** Returns one for each restore worker that there is to be; at least one. */
    List<? extends WakeUp> restoreWorkers();
}
