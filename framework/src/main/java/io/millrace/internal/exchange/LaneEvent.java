package io.millrace.internal.exchange;

import io.millrace.internal.epoch.Epoch;
import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.processor.Record;
import io.millrace.processor.SourcePartition;
import java.util.List;
import java.util.Set;

/** What travels in a lane: records, and between them what must keep its place in their order. Immutable. */
public sealed interface LaneEvent {

    /** The watermark where none is known. */
    long NO_TIME = Long.MIN_VALUE;

    /**
     * A record.
     *
     * @param entry the position in the receiving stage of the node that takes it
     * @param before how far event time had come in its partition before it, since those records may have taken other lanes; {@link
     *     #NO_TIME} where that is not known
     * @param watermark how far it has come, this record included
     */
    record Data(int entry, Record<Object, Object> record, Origin origin, long before, long watermark)
            implements LaneEvent {

        public Data(int entry, Record<Object, Object> record, Origin origin) {
            this(entry, record, origin, NO_TIME, NO_TIME);
        }
    }

    /**
     * Many records of one partition.
     *
     * @param entry the position in the receiving stage of the node that takes them
     */
    record Block(int entry, RecordSequence records) implements LaneEvent {}

    /**
     * How far event time has come in a partition, behind its last record in the lane.
     *
     * @param watermark never less than one before
     * @param idle whether it holds the time of others up no more
     */
    record Time(PartitionAssignment assignment, long watermark, boolean idle) implements LaneEvent {}

    /**
     * A partition was assigned; its records follow.
     *
     * @param inputs all partitions that were assigned with it, because they share its state
     */
    record Opening(PartitionAssignment assignment, Set<SourcePartition> inputs) implements LaneEvent {

        public Opening {
            inputs = Set.copyOf(inputs);
        }

        public Opening(PartitionAssignment assignment) {
            this(assignment, Set.of(assignment.partition()));
        }
    }

    /** An epoch ends here, and with it the assignments in {@code closing}: none of their records follows. */
    record Barrier(Epoch epoch, List<PartitionAssignment> closing, Ending ending) implements LaneEvent {

        public Barrier {
            closing = List.copyOf(closing);
        }

        public Barrier(Epoch epoch, List<PartitionAssignment> closing) {
            this(epoch, closing, Ending.IN_THE_FLOW);
        }
    }

    /** Where an epoch ends. */
    enum Ending {
        /** Anywhere: records flow on as they did before. */
        IN_THE_FLOW,

        /** Before all records of a batch have come. */
        WITHIN_A_BATCH,

        /** Behind a batch: all that it makes due by event time belongs to it. */
        BEHIND_A_BATCH
    }
}
