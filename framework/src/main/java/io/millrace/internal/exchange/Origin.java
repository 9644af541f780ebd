package io.millrace.internal.exchange;

import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.processor.RecordMetadata;

/**
 * Where a record's input came from; all records derived from one input record share it. Immutable.
 *
 * @param offset of the input record
 * @param timestamp of the input record, in milliseconds since the epoch
 * @param readAt the engine's {@code nanoTime} when it was read from Kafka
 */
public record Origin(PartitionAssignment assignment, long offset, long timestamp, long readAt) {

    public RecordMetadata metadata() {
        return new RecordMetadata(assignment.topic(), assignment.partition().partition(), offset);
    }
}
