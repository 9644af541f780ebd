package io.millrace.internal.stage;

import io.millrace.internal.epoch.Epoch;
import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.processor.Record;

/** What a worker does with records at one node of the topology. Confined to the worker. */
interface Operator {

    void process(Record<Object, Object> record);

    /** {@code assignment} begins; called once for each. */
    default void open(PartitionAssignment assignment) {}

    /** {@code assignment} ends: its last record has passed. */
    default void close(PartitionAssignment assignment) {}

    /** {@code epoch} ends: all of its records have passed. */
    default void endEpoch(Epoch epoch) {}

    /** The worker ends. */
    default void close() {}
}
