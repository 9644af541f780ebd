package io.millrace.samples.common.stats;

import io.millrace.errors.MillraceException;
import io.millrace.runtime.EpochProgress;
import io.millrace.runtime.TopologyHandle;
import io.millrace.runtime.TopologyState;
import org.jspecify.annotations.Nullable;

/**
 * What the engine says of the topology.
 *
 * <p>Immutable.
 *
 * @param trigger when epochs end
 * @param partitions how many input partitions it reads
 * @param checkpointAgeMillis time since what it did was last made durable
 * @param failure what stopped it, while it does not run
 * @param lastEpoch the last one that was committed, if there is one
 */
public record TopologyStatus(
        String name,
        String state,
        String trigger,
        int partitions,
        long checkpointAgeMillis,
        @Nullable String failure,
        @Nullable Epoch lastEpoch) {

    public static TopologyStatus of(TopologyHandle handle) {
        return new TopologyStatus(
                handle.name(),
                handle.state().name(),
                handle.settings().trigger().toString(),
                handle.assignment().size(),
                handle.checkpointAge().toMillis(),
                failure(handle),
                handle.lastProgress().map(Epoch::of).orElse(null));
    }

    /** Only Millrace's own messages are sure to say nothing of a record. */
    private static @Nullable String failure(TopologyHandle handle) {
        if (handle.state() == TopologyState.RUNNING) {
            return null; // it has recovered from what failed before
        }
        return handle.failure()
                .map(failure -> failure instanceof MillraceException
                        ? String.valueOf(failure.getMessage())
                        : failure.getClass().getName())
                .orElse(null);
    }

    /**
     * What one epoch did.
     *
     * <p>Immutable.
     *
     * @param commitMillis how long its commit took
     * @param endToEndP99Millis from an input's timestamp until Kafka had its output
     */
    public record Epoch(
            long number,
            long recordsIn,
            long recordsOut,
            long durationMillis,
            double commitMillis,
            double endToEndP50Millis,
            double endToEndP99Millis,
            boolean caughtUp) {

        static Epoch of(EpochProgress progress) {
            return new Epoch(
                    progress.epoch(),
                    progress.recordsIn(),
                    progress.recordsOut(),
                    progress.duration().toMillis(),
                    progress.commitTime().toNanos() / 1e6,
                    progress.endToEnd().p50(),
                    progress.endToEnd().p99(),
                    progress.caughtUp());
        }
    }
}
