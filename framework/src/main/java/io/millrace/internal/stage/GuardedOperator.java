package io.millrace.internal.stage;

import io.millrace.errors.ErrorPhase;
import io.millrace.internal.epoch.Epoch;
import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.processor.Record;
import io.millrace.processor.Timer;

/**
 * The boundary of one node: what its code throws ends here, unless it fails the topology, and the operators before it go on as if
 * nothing had been. While a record waits for its next try, those of the same key wait behind it.
 *
 * <p>What is thrown behind another boundary never comes here.
 *
 * <p>Confined to the worker.
 *
 * @param phase what the node does with records
 */
record GuardedOperator(Operator operator, String node, ErrorPhase phase, ParkedRecords parked) implements Operator {

    @Override
    public void process(Record<Object, Object> record) {
        try {
            if (parked.isBlocked(this, record.key())) {
                parked.await(this, record.key(), () -> operator.process(record));
            } else {
                operator.process(record);
            }
        } catch (NodeFailure failure) {
            throw failure;
        } catch (Throwable thrown) {
            parked.failed(this, record.key(), () -> operator.process(record), thrown);
        }
    }

    @Override
    public void onTimer(Timer<Object> timer) {
        try {
            if (parked.isBlocked(this, timer.key())) {
                parked.await(this, timer.key(), () -> operator.onTimer(timer));
            } else {
                operator.onTimer(timer);
            }
        } catch (NodeFailure failure) {
            throw failure;
        } catch (Throwable thrown) {
            parked.failed(this, timer.key(), () -> operator.onTimer(timer), thrown);
        }
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
