package io.millrace.internal.exchange;

import io.millrace.internal.epoch.KeyGroups;
import io.millrace.internal.epoch.PartitionAssignment;
import java.util.stream.IntStream;

/** The rule by which an exchange picks one of its lanes. */
public enum Spread {

    /** All records of an input partition take the same lane. */
    BY_PARTITION {
        @Override
        int laneOf(LaneEvent.Data data, int lanes) {
            return data.origin().assignment().worker(lanes);
        }

        @Override
        IntStream lanesOf(PartitionAssignment assignment, int lanes) {
            return IntStream.of(assignment.worker(lanes));
        }
    },

    /** All records that share state take the same lane, whichever of their partitions they come from. */
    BY_SHARD {
        @Override
        int laneOf(LaneEvent.Data data, int lanes) {
            return data.origin().assignment().workerOfShard(lanes);
        }

        @Override
        IntStream lanesOf(PartitionAssignment assignment, int lanes) {
            return IntStream.of(assignment.workerOfShard(lanes));
        }
    },

    /** All records of a key take the same lane; those without a key go by partition. */
    BY_KEY {
        @Override
        int laneOf(LaneEvent.Data data, int lanes) {
            Object key = data.record().key();
            return key == null ? BY_PARTITION.laneOf(data, lanes) : KeyGroups.worker(key, lanes);
        }

        @Override
        IntStream lanesOf(PartitionAssignment assignment, int lanes) {
            return IntStream.range(0, lanes);
        }
    };

    abstract int laneOf(LaneEvent.Data data, int lanes);

    /** Returns all lanes that records of {@code assignment} may take. */
    abstract IntStream lanesOf(PartitionAssignment assignment, int lanes);
}
