package io.millrace.internal.kafka;

import io.millrace.internal.state.StateStores;
import io.millrace.runtime.TimeSource;

/**
 * What the restores of one run share.
 *
 * @param wakeUp has the restore worker look for work; callable by any thread
 */
record RestoreParts(
        String topology,
        Changelogs changelogs,
        StateStores stores,
        RestoreQuestions questions,
        RestoredStarts starts,
        TimeSource time,
        Runnable wakeUp) {

    /** Returns the same with another wake-up. */
    RestoreParts wokenBy(Runnable newWakeUp) {
        return new RestoreParts(topology, changelogs, stores, questions, starts, time, newWakeUp);
    }
}
