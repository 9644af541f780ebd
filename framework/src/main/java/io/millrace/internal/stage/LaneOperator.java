package io.millrace.internal.stage;

import io.millrace.internal.exchange.Exchange;
import io.millrace.internal.exchange.LaneEvent;
import io.millrace.processor.Record;

/** Sends records to a node of another stage. Confined to the worker. */
record LaneOperator(Exchange exchange, int entry, CurrentRecord current) implements Operator {

    @Override
    public void process(Record<Object, Object> record) {
        exchange.send(new LaneEvent.Data(entry, record, current.origin()));
    }
}
