package io.millrace.internal.stage;

import io.millrace.internal.exchange.Exchange;
import io.millrace.internal.exchange.LaneEvent;
import io.millrace.internal.exchange.Origin;
import io.millrace.internal.metrics.Exit;
import io.millrace.processor.Record;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Sends records to a node of another stage. Their headers are copied, since another thread may run that stage, and Kafka's
 * headers are not thread-safe.
 *
 * <p>With each goes how far event time has come, if anybody needs that.
 *
 * <p>Confined to the worker.
 */
record LaneOperator(
        Exchange exchange,
        int entry,
        CurrentRecord current,
        @Nullable StageTime time,
        Exit exit) implements Operator {

    @Override
    public void process(Record<Object, Object> record) {
        Origin origin = current.origin();
        Record<Object, Object> own = withOwnHeaders(record);
        PartitionTime partition = time == null ? null : time.find(origin.assignment());
        long before = partition == null ? LaneEvent.NO_TIME : partition.outgoingBefore();
        long watermark = partition == null ? LaneEvent.NO_TIME : partition.outgoing();
        long sentAt = current.meter().timeOfSending(origin.offset());
        exchange.send(new LaneEvent.Data(entry, own, origin, before, watermark, sentAt));
        exit.leave();
    }

    private static Record<Object, Object> withOwnHeaders(Record<Object, Object> record) {
        return record.withHeaders(new RecordHeaders(record.headers()));
    }
}
