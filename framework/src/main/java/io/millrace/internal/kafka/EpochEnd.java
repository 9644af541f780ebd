package io.millrace.internal.kafka;

import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.epoch.Position;
import io.millrace.internal.epoch.Shard;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Where an epoch ends, as far as its partitions are still ours. Confined to the source worker. */
final class EpochEnd {

    private final Map<PartitionAssignment, Position> positions;

    EpochEnd(Map<PartitionAssignment, Position> positions) {
        this.positions = new HashMap<>(positions);
    }

    boolean isEmpty() {
        return positions.isEmpty();
    }

    Map<PartitionAssignment, Position> positions() {
        return positions;
    }

    /** Forgets the partitions that were taken away, and with any of a shard all of it. */
    void dropDiscarded() {
        Set<Shard> gone = new HashSet<>();
        positions.keySet().forEach(assignment -> {
            Shard shard = assignment.shard();
            if (shard != null && assignment.isDiscarded()) {
                gone.add(shard);
            }
        });
        positions.keySet().removeIf(assignment -> assignment.isDiscarded() || gone.contains(assignment.shard()));
    }

    /** Returns the positions of partitions that no store is behind. */
    Map<PartitionAssignment, Position> withoutShard() {
        Map<PartitionAssignment, Position> without = new HashMap<>(positions);
        without.keySet().removeIf(assignment -> assignment.shard() != null);
        return without;
    }

    Map<Shard, Map<PartitionAssignment, Position>> byShard() {
        Map<Shard, Map<PartitionAssignment, Position>> byShard = new HashMap<>();
        positions.forEach((assignment, position) -> {
            Shard shard = assignment.shard();
            if (shard != null) {
                byShard.computeIfAbsent(shard, any -> new HashMap<>()).put(assignment, position);
            }
        });
        return byShard;
    }
}
