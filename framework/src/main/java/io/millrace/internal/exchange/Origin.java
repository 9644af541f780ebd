package io.millrace.internal.exchange;

import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.processor.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Where a record's input came from; all records derived from one input record share it. Immutable.
 *
 * @param offset of the input record
 * @param timestamp of the input record, in milliseconds since the epoch
 * @param readAt the engine's {@code nanoTime} when it was read from Kafka
 * @param input the input record itself; null where nobody will want it, or there is none
 * @param bytes the size of the input record: about what it takes to keep what was made of it
 */
public record Origin(
        PartitionAssignment assignment,
        long offset,
        long timestamp,
        long readAt,
        @Nullable InputRecord input,
        int bytes) {

    /** An origin without an input of any size. */
    public Origin(PartitionAssignment assignment, long offset, long timestamp, long readAt) {
        this(assignment, offset, timestamp, readAt, null, 0);
    }

    public RecordMetadata metadata() {
        return new RecordMetadata(assignment.topic(), assignment.partition().partition(), offset);
    }

    /** Returns the same for what is kept for long: it keeps no input record alive. */
    public Origin withoutInput() {
        return input == null ? this : new Origin(assignment, offset, timestamp, readAt, null, bytes);
    }
}
