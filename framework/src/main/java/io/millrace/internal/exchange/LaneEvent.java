package io.millrace.internal.exchange;

import io.millrace.internal.epoch.Epoch;
import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.processor.Record;
import java.util.List;

/** What travels in a lane: records, and between them what must keep its place in their order. Immutable. */
public sealed interface LaneEvent {

    /**
     * A record.
     *
     * @param entry the position in the receiving stage of the node that takes it
     */
    record Data(int entry, Record<Object, Object> record, Origin origin) implements LaneEvent {}

    /**
     * Many records of one partition.
     *
     * @param entry the position in the receiving stage of the node that takes them
     */
    record Block(int entry, RecordSequence records) implements LaneEvent {}

    /** A partition was assigned; its records follow. */
    record Opening(PartitionAssignment assignment) implements LaneEvent {}

    /** An epoch ends here, and with it the assignments in {@code closing}: none of their records follows. */
    record Barrier(Epoch epoch, List<PartitionAssignment> closing) implements LaneEvent {

        public Barrier {
            closing = List.copyOf(closing);
        }
    }
}
