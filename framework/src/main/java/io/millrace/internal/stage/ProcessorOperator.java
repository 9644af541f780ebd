package io.millrace.internal.stage;

import io.millrace.processor.Processor;
import io.millrace.processor.Record;
import io.millrace.processor.Timer;

/** Runs one processor. Confined to the worker. */
record ProcessorOperator(Processor<Object, Object, Object, Object> processor) implements Operator {

    @Override
    public void process(Record<Object, Object> record) {
        processor.process(record);
    }

    @Override
    public void onTimer(Timer<Object> timer) {
        processor.onTimer(timer);
    }

    @Override
    public void close() {
        processor.close();
    }
}
