package io.millrace.spring.view;

import io.millrace.runtime.EpochProgress;
import io.millrace.runtime.LatencyPercentiles;

/**
 * What one committed epoch did. Immutable.
 *
 * @param number from 1 at each start
 * @param startedAt when its first record could flow, in milliseconds since 1970
 * @param flowMillis from there to its barrier
 * @param alignMillis from the barrier's start to its arrival at the last worker
 * @param acknowledgeMillis from there to the acknowledgement of the last output
 * @param commitMillis from there to the commit's answer
 * @param recordsBehind records that were left to read when it was committed, as far as Kafka had told
 * @param endToEnd from a record's timestamp until its output was acknowledged or committed, in milliseconds
 */
public record EpochView(
        long number,
        long startedAt,
        long flowMillis,
        double alignMillis,
        double acknowledgeMillis,
        double commitMillis,
        long recordsIn,
        long recordsOut,
        long recordsBehind,
        LatencyPercentiles endToEnd) {

    private static final double NANOS_PER_MILLI = 1e6;

    static EpochView of(EpochProgress progress) {
        return new EpochView(
                progress.epoch(),
                progress.startedAt().toEpochMilli(),
                progress.duration().toMillis(),
                progress.alignTime().toNanos() / NANOS_PER_MILLI,
                progress.acknowledgeTime().toNanos() / NANOS_PER_MILLI,
                progress.commitTime().toNanos() / NANOS_PER_MILLI,
                progress.recordsIn(),
                progress.recordsOut(),
                progress.lag().values().stream().mapToLong(Long::longValue).sum(),
                progress.endToEnd());
    }
}
