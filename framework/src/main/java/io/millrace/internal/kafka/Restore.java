package io.millrace.internal.kafka;

import io.millrace.internal.epoch.Shard;
import java.util.Optional;

/** Brings what was assigned to the point where it may flow. Confined to the restore worker. */
interface Restore {

    /** Returns the period of ownership for which it is done. */
    Shard shard();

    /**
     * Moves on without waiting, and returns the shard when it is done.
     *
     * @param now the engine's nanoTime
     */
    Optional<RestoredShard> advance(long now);
}
