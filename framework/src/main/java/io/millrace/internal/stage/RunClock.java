package io.millrace.internal.stage;

import io.millrace.runtime.TimeSource;

/**
 * What the workers of a run share about time. Thread-safe.
 *
 * @param meter takes what event time and timers do
 * @param inBatches whether records come in batches at first
 * @param places each of them is waited for, until it is idle
 */
public record RunClock(TimeSource time, EventTimeMeter meter, boolean inBatches, PlacesBefore places) {}
