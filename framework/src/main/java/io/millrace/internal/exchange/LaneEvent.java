package io.millrace.internal.exchange;

import io.millrace.internal.epoch.Epoch;
import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.processor.Record;
import io.millrace.processor.SourcePartition;
import java.util.List;
import java.util.Set;

/** What travels in a lane: records, and between them what must keep its place in their order. Immutable. */
public sealed interface LaneEvent {

    /** The watermark, or another time, where none is known. */
    long NO_TIME = Long.MIN_VALUE;

    /**
     * A record.
     *
     * @param entry the position in the receiving stage of the node that takes it
     * @param before how far event time had come in its partition before it, since those records may have taken other lanes; {@link
     *     #NO_TIME} where that is not known
     * @param watermark how far it has come, this record included
     * @param sentAt the engine's nanoTime when it was sent, or read from Kafka; {@link #NO_TIME} where that was not taken
     */
    record Data(int entry, Record<Object, Object> record, Origin origin, long before, long watermark, long sentAt)
            implements LaneEvent {

        public Data(int entry, Record<Object, Object> record, Origin origin) {
            this(entry, record, origin, NO_TIME, NO_TIME, NO_TIME);
        }

        public Data(int entry, Record<Object, Object> record, Origin origin, long before, long watermark) {
            this(entry, record, origin, before, watermark, NO_TIME);
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
     * All that was in a partition when Kafka was asked is in the lane before this. Comes from the source alone.
     *
     * @param at when that was, by the wall clock
     * @param until up to when nobody needs to ask again: if no record comes until then, there is none
     */
    record CaughtUp(PartitionAssignment assignment, long at, long until) implements LaneEvent {}

    /**
     * A partition was assigned; its records follow.
     *
     * @param inputs all partitions that were assigned with it, because they share its state
     * @param watermark how far event time has come in it at the checkpoint that it goes on from; {@link #NO_TIME} where that is not
     *     known
     */
    record Opening(PartitionAssignment assignment, Set<SourcePartition> inputs, long watermark) implements LaneEvent {

        public Opening {
            inputs = Set.copyOf(inputs);
        }

        public Opening(PartitionAssignment assignment, Set<SourcePartition> inputs) {
            this(assignment, inputs, NO_TIME);
        }

        public Opening(PartitionAssignment assignment) {
            this(assignment, Set.of(assignment.partition()));
        }

        /** Returns the same for those who read no times from the checkpoint themselves. */
        public Opening withWatermark(long newWatermark) {
            return new Opening(assignment, inputs, newWatermark);
        }
    }

    /**
     * An epoch ends here.
     *
     * @param closing the assignments that end with it: none of their records follows
     * @param fed those that records were read under since the barrier before
     * @param ended the partitions that have nothing more, where a job has come to its end
     */
    record Barrier(
            Epoch epoch,
            List<PartitionAssignment> closing,
            Ending ending,
            Set<PartitionAssignment> fed,
            Set<SourcePartition> ended)
            implements LaneEvent {

        public Barrier {
            closing = List.copyOf(closing);
            fed = Set.copyOf(fed);
            ended = Set.copyOf(ended);
        }

        public Barrier(Epoch epoch, List<PartitionAssignment> closing) {
            this(epoch, closing, Ending.IN_THE_FLOW, Set.of(), Set.of());
        }
    }

    /** Where an epoch ends. */
    enum Ending {
        /** Anywhere: records flow on as they did before. */
        IN_THE_FLOW,

        /** Before all records of a batch have come. */
        WITHIN_A_BATCH,

        /** Behind a batch: all that it makes due by event time belongs to it. */
        BEHIND_A_BATCH,

        /** Where the run ends: what becomes due from here on is the next run's, since nothing of it would be committed. */
        AT_THE_END
    }
}
