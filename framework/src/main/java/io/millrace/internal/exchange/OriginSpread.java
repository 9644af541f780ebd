package io.millrace.internal.exchange;

import io.millrace.internal.epoch.PartitionAssignment;
import java.util.stream.IntStream;

/** Picks the lane by what a record was read from. */
enum OriginSpread implements Spread {
    BY_PARTITION {
        @Override
        int laneOf(PartitionAssignment assignment, int lanes) {
            return assignment.worker(lanes);
        }
    },

    BY_SHARD {
        @Override
        int laneOf(PartitionAssignment assignment, int lanes) {
            return assignment.workerOfShard(lanes);
        }
    };

    abstract int laneOf(PartitionAssignment assignment, int lanes);

    @Override
    public int laneOf(LaneEvent.Data data, int lanes) {
        return laneOf(data.origin().assignment(), lanes);
    }

    @Override
    public IntStream lanesOf(PartitionAssignment assignment, int lanes) {
        return IntStream.of(laneOf(assignment, lanes));
    }
}
