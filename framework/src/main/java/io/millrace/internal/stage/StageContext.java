package io.millrace.internal.stage;

import io.millrace.internal.state.WorkerStores;
import io.millrace.runtime.TimeSource;

/** What all operators of one worker have in common. Immutable, but for the current record and the stores. */
record StageContext(String topology, String stage, CurrentRecord current, WorkerStores stores, TimeSource time) {}
