package io.millrace.internal.stage;

import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.processor.Record;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * What the outputs of one sink carry besides the headers of their records. Confined to the worker.
 *
 * @param ids gives each output its id; null where they have none
 * @param time keeps the event time of each; null where Kafka's timestamp is all that there is
 */
record OutputHeaders(@Nullable OutputIds ids, @Nullable CarriedTime time) {

    /** Returns the headers of the output that {@code record} becomes, unmodifiable. */
    List<Header> of(Record<Object, Object> record) {
        List<Header> headers = ids == null ? List.of(record.headers().toArray()) : ids.stamped(record.headers());
        return time == null ? headers : time.with(record.timestamp(), headers);
    }

    /** {@code assignment} ends. */
    void forget(PartitionAssignment assignment) {
        if (ids != null) {
            ids.forget(assignment);
        }
    }
}
