package io.millrace.internal.kafka;

import io.millrace.processor.SourcePartition;
import java.util.Set;

/** The trigger at work: what is read, what flows, and when the epoch ends. Confined to the source worker. */
interface Intake {

    /**
     * Moves on to {@code now}, the engine's nanoTime; {@code flowing} says that no epoch is being ended. Returns whether there may be
     * something to do by that, so that it is too early to sleep.
     */
    boolean update(long now, boolean flowing);

    /** Returns whether more of the partition of {@code feed} is wanted from Kafka. */
    boolean wants(PartitionFeed feed);

    /** Moves records into the lanes, as far as they may flow and there is room; returns how many. */
    int publish();

    /** Returns whether the epoch is to be ended. */
    boolean isBarrierDue(long now);

    /** Returns whether records come in batches, each of which a barrier that is due ends. */
    boolean comesInBatches();

    /** Returns the partitions that have nothing more, if the barrier that is due tells of that. */
    default Set<SourcePartition> ended() {
        return Set.of();
    }

    /** Returns whether the epoch may end here for another reason than the trigger. */
    boolean isEdge();

    /** The barrier that was due has been sent. */
    void barrierSent(long now);

    /** Returns how long nothing of this changes by itself, in nanoseconds. */
    long nanosToNextChange(long now);

    /** Returns whether all that was to be processed is, and is durable. */
    boolean isFinished();
}
