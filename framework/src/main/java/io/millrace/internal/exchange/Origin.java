package io.millrace.internal.exchange;

import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.processor.RecordMetadata;
import io.millrace.trace.TraceStep;

/**
 * Where a record's input came from; all records derived from one input record share it, but for the steps of its trace. What came
 * from {@linkplain NoRecord none} has the partition and the offset that it counts with. Immutable.
 *
 * @param offset of the input record
 * @param timestamp of the input record, in milliseconds since the epoch
 * @param readAt the engine's {@code nanoTime} when it was read from Kafka
 * @param cause the input record itself, unless it is not kept, or there is none
 * @param bytes the size of the input record: about what it takes to keep what was made of it
 * @param trace the step that a record of it has come from; {@link TraceStep#NONE} for those that are not traced
 */
public record Origin(
        PartitionAssignment assignment,
        long offset,
        long timestamp,
        long readAt,
        Cause cause,
        int bytes,
        TraceStep trace) {

    /** An origin without an input of any size, and without a trace. */
    public Origin(PartitionAssignment assignment, long offset, long timestamp, long readAt) {
        this(assignment, offset, timestamp, readAt, Cause.UNKEPT_INPUT, 0, TraceStep.NONE);
    }

    /** Returns whether it is an input record that was read. */
    public boolean isRecord() {
        return !(cause instanceof NoRecord);
    }

    /** Returns the partition and the offset, which are of a record only if it {@linkplain #isRecord() is one}. */
    public RecordMetadata metadata() {
        return new RecordMetadata(assignment.topic(), assignment.partition().partition(), offset);
    }

    /** Returns for messages whose record it is, after the word 'record'. */
    public String whose() {
        return cause instanceof NoRecord none
                ? "of " + none.what()
                : "of topic '%s', partition %d, offset %d"
                        .formatted(assignment.topic(), assignment.partition().partition(), offset);
    }

    /** Returns the same for what is kept for long: it keeps no input record alive. */
    public Origin withoutInput() {
        return cause instanceof InputRecord
                ? new Origin(assignment, offset, timestamp, readAt, Cause.UNKEPT_INPUT, bytes, trace)
                : this;
    }

    /** Returns what counts with the same partition and offset, and came from no record. */
    public Origin of(NoRecord none) {
        return new Origin(assignment, offset, timestamp, readAt, none, 0, TraceStep.NONE);
    }

    /** Returns the same for what comes from {@code step}. */
    public Origin at(TraceStep step) {
        return new Origin(assignment, offset, timestamp, readAt, cause, bytes, step);
    }
}
