package io.millrace.internal.stage;

import io.millrace.internal.epoch.Epoch;
import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.processor.Record;
import io.millrace.processor.Timer;
import io.millrace.state.Entry;

/** What a worker does with records at one node of the topology. Confined to the worker. */
interface Operator {

    void process(Record<Object, Object> record);

    /** A timer fires that the node has set. */
    default void onTimer(Timer<Object> timer) {
        throw new IllegalStateException("%s fires at a node that sets none".formatted(timer));
    }

    /** A batch ends, and the node's table has {@code entry}; those that {@code watermark} has closed are not to be told. */
    default void tell(Entry<Object, Object> entry, long watermark) {
        throw new IllegalStateException("%s is told at a node that has no table".formatted(entry));
    }

    /** {@code assignment} begins; called once for each. */
    default void open(PartitionAssignment assignment) {}

    /** {@code assignment} ends: its last record has passed. */
    default void close(PartitionAssignment assignment) {}

    /** {@code epoch} ends: all of its records have passed. */
    default void endEpoch(Epoch epoch) {}

    /** The worker ends. */
    default void close() {}
}
