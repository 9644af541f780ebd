package io.millrace.internal.stage;

import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.processor.Record;
import io.millrace.sink.SinkRecord;
import java.util.Optional;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Puts records into the batches of a sink elsewhere. Confined to the worker. */
final class ExternalSinkOperator implements Operator {

    private final SinkBatches batches;
    private final CurrentRecord current;
    private final @Nullable OutputIds ids;

    /** {@code ids} gives each record its id; null where they have none. */
    ExternalSinkOperator(SinkBatches batches, CurrentRecord current, @Nullable OutputIds ids) {
        this.batches = batches;
        this.current = current;
        this.ids = ids;
    }

    @Override
    public void process(Record<Object, Object> record) {
        batches.add(new BatchItem(forSink(record), current.origin()));
    }

    @Override
    public void close(PartitionAssignment assignment) {
        if (ids != null) {
            ids.forget(assignment);
        }
    }

    /** User code may go on to change the record's own headers, while another thread reads these. */
    private SinkRecord<Object, Object> forSink(Record<Object, Object> record) {
        return new SinkRecord<>(
                record.key(),
                record.value(),
                record.timestamp(),
                new RecordHeaders(record.headers()),
                ids == null ? Optional.empty() : Optional.of(ids.next()));
    }
}
