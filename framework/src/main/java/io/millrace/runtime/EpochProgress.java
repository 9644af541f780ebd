package io.millrace.runtime;

import io.millrace.processor.SourcePartition;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * What one committed epoch did. Immutable.
 *
 * <p>The three latencies are those of Spark's Real-Time Mode. While a backlog is read, the first and the last count the
 * time that records waited in the topic; {@code caughtUp} tells when that is over.
 *
 * @param epoch the number, from 1 at each start
 * @param startedAt when its first record could flow
 * @param duration from there to its barrier
 * @param alignTime from the barrier's start to its arrival at the last worker
 * @param acknowledgeTime from there to the acknowledgement of the last output
 * @param commitTime from there to the commit's answer
 * @param recordsIn records read
 * @param recordsOut outputs acknowledged, or committed where they leave with the checkpoint
 * @param positions the offset of the next record to read, by partition
 * @param lag records not read yet, by partition, as far as Kafka has told
 * @param caughtUp whether no partition had more than one poll's worth of records left to read
 * @param queueing from a record's timestamp until it was read
 * @param processing from there until its output was acknowledged or committed
 * @param endToEnd from a record's timestamp until its output was acknowledged or committed
 * @param eventTime what event time and timers did
 * @param errors what became of records that failed since the epoch before was committed
 */
public record EpochProgress(
        String topology,
        long epoch,
        Instant startedAt,
        Duration duration,
        Duration alignTime,
        Duration acknowledgeTime,
        Duration commitTime,
        long recordsIn,
        long recordsOut,
        Map<SourcePartition, Long> positions,
        Map<SourcePartition, Long> lag,
        boolean caughtUp,
        LatencyPercentiles queueing,
        LatencyPercentiles processing,
        LatencyPercentiles endToEnd,
        EventTimeProgress eventTime,
        ErrorProgress errors) {

    public EpochProgress {
        positions = Map.copyOf(positions);
        lag = Map.copyOf(lag);
    }
}
