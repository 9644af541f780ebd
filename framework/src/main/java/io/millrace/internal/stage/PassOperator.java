package io.millrace.internal.stage;

import io.millrace.processor.Record;

/** Where records enter a stage from another one. Confined to the worker. */
record PassOperator(Downstream downstream) implements Operator {

    @Override
    public void process(Record<Object, Object> record) {
        downstream.forward(record);
    }
}
