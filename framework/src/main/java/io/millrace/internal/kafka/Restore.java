package io.millrace.internal.kafka;

import io.millrace.internal.epoch.Shard;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Brings what was assigned to the point where it may flow. Confined to the restore worker. */
interface Restore {

    /** Returns the period of ownership for which it is done. */
    Shard shard();

    /** Returns what was committed of each input when it was taken over; empty before that is known. */
    Map<TopicPartition, Optional<OffsetAndMetadata>> committed();

    /**
     * Moves on without waiting, and returns the shard when it is done.
     *
     * @param now the engine's nanoTime
     */
    Optional<RestoredShard> advance(long now);
}
