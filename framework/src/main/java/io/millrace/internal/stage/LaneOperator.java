package io.millrace.internal.stage;

import io.millrace.internal.exchange.Exchange;
import io.millrace.internal.exchange.LaneEvent;
import io.millrace.processor.Record;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Sends records to a node of another stage. Their headers are copied, since another thread may run that stage, and Kafka's
 * headers are not thread-safe.
 *
 * <p>Confined to the worker.
 */
record LaneOperator(Exchange exchange, int entry, CurrentRecord current) implements Operator {

    @Override
    public void process(Record<Object, Object> record) {
        exchange.send(new LaneEvent.Data(entry, withOwnHeaders(record), current.origin()));
    }

    private static Record<Object, Object> withOwnHeaders(Record<Object, Object> record) {
        return record.withHeaders(new RecordHeaders(record.headers()));
    }
}
