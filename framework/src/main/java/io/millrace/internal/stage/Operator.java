package io.millrace.internal.stage;

import io.millrace.internal.epoch.Epoch;
import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.processor.Record;
import io.millrace.processor.Timer;

/** What a worker does with records at one node of the topology. Confined to the worker. */
interface Operator {

    void process(Record<Object, Object> record);

    /** A timer fires that the node has set. */
    default void onTimer(Timer<Object> timer) {
        throw new IllegalStateException("%s fires at a node that sets none".formatted(timer));
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
