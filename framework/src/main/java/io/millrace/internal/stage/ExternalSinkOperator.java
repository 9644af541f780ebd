package io.millrace.internal.stage;

import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.processor.Record;
import io.millrace.sink.SinkRecord;
import java.util.Optional;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Puts records into the batches of a sink elsewhere. Confined to the worker. */
final class ExternalSinkOperator implements Operator {

    private final String node;
    private final SinkBatches batches;
    private final CurrentRecord current;
    private final @Nullable OutputIds ids;

    /** {@code ids} gives each record its id; null where they have none. */
    ExternalSinkOperator(String node, SinkBatches batches, StageContext context, @Nullable OutputIds ids) {
        this.node = node;
        this.batches = batches;
        this.current = context.current();
        this.ids = ids;
        batches.refuseTo((item, failure) -> {
            throw new NodeFailure(node, failure).ofRecord(context, item.origin());
        });
    }

    @Override
    public void process(Record<Object, Object> record) {
        try {
            batches.add(new BatchItem(forSink(record), current.origin()));
        } catch (Throwable thrown) {
            throw current.fail(node, thrown);
        }
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
