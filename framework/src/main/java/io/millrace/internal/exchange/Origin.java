package io.millrace.internal.exchange;

import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.processor.RecordMetadata;
import io.millrace.trace.TraceStep;
import org.jspecify.annotations.Nullable;

/**
 * Where a record's input came from; all records derived from one input record share it, but for the steps of its trace. Immutable.
 *
 * @param offset of the input record
 * @param timestamp of the input record, in milliseconds since the epoch
 * @param readAt the engine's {@code nanoTime} when it was read from Kafka
 * @param input the input record itself; null where nobody will want it, or there is none
 * @param bytes the size of the input record: about what it takes to keep what was made of it
 * @param trace the step that a record of it has come from; {@link TraceStep#NONE} for those that are not traced
 */
public record Origin(
        PartitionAssignment assignment,
        long offset,
        long timestamp,
        long readAt,
        @Nullable InputRecord input,
        int bytes,
        TraceStep trace) {

    /** An origin without an input of any size, and without a trace. */
    public Origin(PartitionAssignment assignment, long offset, long timestamp, long readAt) {
        this(assignment, offset, timestamp, readAt, null, 0, TraceStep.NONE);
    }

    public RecordMetadata metadata() {
        return new RecordMetadata(assignment.topic(), assignment.partition().partition(), offset);
    }

    /** Returns the same for what is kept for long: it keeps no input record alive. */
    public Origin withoutInput() {
        return input == null ? this : new Origin(assignment, offset, timestamp, readAt, null, bytes, trace);
    }

    /** Returns the same for what comes from {@code step}. */
    public Origin at(TraceStep step) {
        return new Origin(assignment, offset, timestamp, readAt, input, bytes, step);
    }
}
