package io.millrace.benchmark.workload;

/**
 * One result of an engine: the event that it answers, and whether the workload's part of it is right. The time is
 * compared by the ledger, which knows what was sent.
 *
 * <p>Immutable.
 */
public record Answer(long eventId, long eventTimeMicros, boolean contentCorrect) {}
