package io.millrace.internal.stage;

import io.millrace.internal.state.WorkerStores;
import io.millrace.runtime.TimeSource;
import io.millrace.trace.TracePlace;
import org.jspecify.annotations.Nullable;

/**
 * What all operators of one worker have in common. Immutable, but for the current record and the stores.
 *
 * @param group the consumer group
 * @param eventTime null where nothing in the stage or behind it needs it
 */
record StageContext(
        String topology,
        String group,
        String stage,
        CurrentRecord current,
        WorkerStores stores,
        @Nullable StageTime eventTime,
        RunContext run) {

    /** Returns the stage as those who trace know it. */
    TracePlace place() {
        return new TracePlace(topology, stage);
    }

    TimeSource time() {
        return run.time();
    }

    EventTimeMeter meter() {
        return run.meter();
    }
}
