package io.millrace.internal.stage;

import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.exchange.Origin;
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
    private @Nullable Origin last;

    /** {@code ids} gives each record its id; null where they have none. */
    ExternalSinkOperator(SinkBatches batches, CurrentRecord current, @Nullable OutputIds ids) {
        this.batches = batches;
        this.current = current;
        this.ids = ids;
    }

    @Override
    public void process(Record<Object, Object> record) {
        batches.add(new BatchItem(forSink(record), current.origin(), bytes(record)));
        last = current.origin();
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

    /**
     * What an object takes is known of few. The others take about as much as the input that they were made of; where several are made
     * of one, all of them together.
     */
    private long bytes(Record<Object, Object> record) {
        long ofInput = current.origin() == last ? 0 : current.origin().bytes();
        return Math.max(ofInput, known(record.key()) + known(record.value()));
    }

    private static long known(@Nullable Object object) {
        if (object instanceof byte[] bytes) {
            return bytes.length;
        }
        return object instanceof CharSequence text ? text.length() : 0;
    }
}
