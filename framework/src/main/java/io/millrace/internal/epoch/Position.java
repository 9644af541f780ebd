package io.millrace.internal.epoch;

import org.jspecify.annotations.Nullable;

/**
 * Where reading of a partition goes on. Immutable.
 *
 * @param offset of the next record to read
 * @param leaderEpoch of the last record read, if known; lets Kafka find out that a log was cut
 */
public record Position(long offset, @Nullable Integer leaderEpoch) {}
