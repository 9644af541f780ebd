package io.millrace.internal.exchange;

import io.millrace.internal.epoch.KeyGroups;
import io.millrace.internal.epoch.PartitionAssignment;
import java.util.stream.IntStream;

/** Picks the lane by a record's key. Thread-safe. */
record KeySpread(KeyGroups groups) implements Spread {

    @Override
    public int laneOf(LaneEvent.Data data, int lanes) {
        Object key = data.record().key();
        return key == null ? BY_PARTITION.laneOf(data, lanes) : groups.worker(key, lanes);
    }

    @Override
    public IntStream lanesOf(PartitionAssignment assignment, int lanes) {
        return IntStream.range(0, lanes);
    }
}
