package io.millrace.internal.stage;

import io.millrace.runtime.TimeSource;

/** What all operators of one worker have in common. Immutable, but for the current record. */
record StageContext(String topology, String stage, CurrentRecord current, TimeSource time) {}
