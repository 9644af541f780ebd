package io.millrace.internal.stage;

import io.millrace.internal.operator.TableRows;
import io.millrace.processor.Record;
import io.millrace.state.Entry;

/** Tells the entries of a table when it is asked to. Confined to the worker. */
record TableOperator(TableRows rows, Downstream downstream) implements Operator {

    @Override
    public void process(Record<Object, Object> record) {
        // What changes the table is seen at the end of the batch.
    }

    @Override
    public void tell(Entry<Object, Object> entry, long watermark) {
        rows.tell(entry.key(), entry.value(), watermark, downstream::forward);
    }
}
