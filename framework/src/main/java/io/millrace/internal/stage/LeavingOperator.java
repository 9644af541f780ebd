package io.millrace.internal.stage;

import io.millrace.internal.epoch.Epoch;
import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.metrics.Exit;
import io.millrace.processor.Record;

/** Counts the records that leave the topology by {@code operator}. Confined to the worker. */
record LeavingOperator(Operator operator, Exit exit) implements Operator {

    @Override
    public void process(Record<Object, Object> record) {
        operator.process(record);
        exit.leave();
    }

    @Override
    public void open(PartitionAssignment assignment) {
        operator.open(assignment);
    }

    @Override
    public void close(PartitionAssignment assignment) {
        operator.close(assignment);
    }

    @Override
    public void endEpoch(Epoch epoch) {
        operator.endEpoch(epoch);
    }

    @Override
    public void close() {
        operator.close();
    }
}
