package io.millrace.internal.exchange;

import io.millrace.internal.epoch.KeyGroups;
import io.millrace.internal.epoch.PartitionAssignment;
import java.util.stream.IntStream;

/** The rule by which an exchange picks one of its lanes. Thread-safe. */
public interface Spread {

    /** All records of an input partition take the same lane. */
    Spread BY_PARTITION = OriginSpread.BY_PARTITION;

    /** All records that share state take the same lane, whichever of their partitions they come from. */
    Spread BY_SHARD = OriginSpread.BY_SHARD;

    /** All records of a key take the same lane; those without a key go by partition. */
    static Spread byKey(KeyGroups groups) {
        return new KeySpread(groups);
    }

    int laneOf(LaneEvent.Data data, int lanes);

    /** Returns all lanes that records of {@code assignment} may take. */
    IntStream lanesOf(PartitionAssignment assignment, int lanes);
}
