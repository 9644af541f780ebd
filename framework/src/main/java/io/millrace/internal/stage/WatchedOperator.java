package io.millrace.internal.stage;

import io.millrace.internal.epoch.Epoch;
import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.processor.Record;
import io.millrace.processor.Timer;
import io.millrace.state.Entry;

/**
 * Notes whose code runs while an operator is at work. Every method is passed on. Confined to the worker.
 *
 * @param position of its node in the stage
 */
record WatchedOperator(Operator operator, int position, CurrentCall call) implements Operator {

    @Override
    public void process(Record<Object, Object> record) {
        int before = call.enter(position);
        try {
            operator.process(record);
        } finally {
            call.leave(before);
        }
    }

    @Override
    public void onTimer(Timer<Object> timer) {
        int before = call.enter(position);
        try {
            operator.onTimer(timer);
        } finally {
            call.leave(before);
        }
    }

    @Override
    public void tell(Entry<Object, Object> entry, long watermark) {
        int before = call.enter(position);
        try {
            operator.tell(entry, watermark);
        } finally {
            call.leave(before);
        }
    }

    @Override
    public void open(PartitionAssignment assignment) {
        int before = call.enter(position);
        try {
            operator.open(assignment);
        } finally {
            call.leave(before);
        }
    }

    @Override
    public void close(PartitionAssignment assignment) {
        int before = call.enter(position);
        try {
            operator.close(assignment);
        } finally {
            call.leave(before);
        }
    }

    @Override
    public void endEpoch(Epoch epoch) {
        int before = call.enter(position);
        try {
            operator.endEpoch(epoch);
        } finally {
            call.leave(before);
        }
    }

    @Override
    public void close() {
        int before = call.enter(position);
        try {
            operator.close();
        } finally {
            call.leave(before);
        }
    }
}
