package io.millrace.internal.epoch;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** What is known of an epoch once it is durable. Immutable. */
public record CommittedEpoch(
        long number,
        Instant startedAt,
        Duration duration,
        Duration alignTime,
        Duration acknowledgeTime,
        Duration commitTime,
        long outputs,
        Map<PartitionAssignment, Position> end) {}
