package io.millrace.internal.epoch;

import java.util.Map;

/** Makes the end of an epoch durable. Confined to the source worker. */
public interface Checkpointer {

    /** Begins to make {@code end} durable; one call at a time. Never blocks. */
    void begin(Map<PartitionAssignment, Position> end);

    /**
     * Moves on without waiting, as by trying again after a failure that passes; returns whether what was begun is durable.
     */
    boolean advance();
}
