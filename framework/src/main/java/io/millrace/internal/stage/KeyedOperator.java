package io.millrace.internal.stage;

import io.millrace.processor.Record;
import io.millrace.processor.Timer;
import org.jspecify.annotations.Nullable;

/** Runs a processor that has stores: while it handles a record, they show the state of the record's key. Confined to the worker. */
record KeyedOperator(Operator processor, CurrentRecord current) implements Operator {

    @Override
    public void process(Record<Object, Object> record) {
        @Nullable Object before = current.switchKey(record.key());
        try {
            processor.process(record);
        } finally {
            current.switchKey(before);
        }
    }

    @Override
    public void onTimer(Timer<Object> timer) {
        @Nullable Object before = current.switchKey(timer.key());
        try {
            processor.onTimer(timer);
        } finally {
            current.switchKey(before);
        }
    }

    @Override
    public void close() {
        processor.close();
    }
}
