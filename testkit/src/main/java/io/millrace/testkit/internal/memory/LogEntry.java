package io.millrace.testkit.internal.memory;

import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * One offset of a log. Immutable.
 *
 * @param producerId that of the transaction it belongs to; {@link PartitionLog#NO_TRANSACTION} if to none
 * @param marker whether it is the end of a transaction rather than a record
 */
record LogEntry(
        long offset,
        int leaderEpoch,
        long timestamp,
        byte @Nullable [] key,
        byte @Nullable [] value,
        Headers headers,
        long producerId,
        boolean marker) {}
