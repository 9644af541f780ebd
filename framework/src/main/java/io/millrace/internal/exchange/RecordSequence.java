package io.millrace.internal.exchange;

import io.millrace.processor.Record;

/**
 * Records of one partition, in their order, that travel a lane together. Each is made when it is asked for, so that those that wait
 * cost no objects beyond what Kafka's client made. Confined to whoever holds it.
 */
public interface RecordSequence {

    /** Returns how many there are; at least one. */
    int size();

    /** Returns the size of all of them. */
    long bytes();

    /** Returns where the record at {@code index} came from, to be asked for before the record. */
    Origin origin(int index);

    /** Returns the record at {@code index}, to be asked for once: its headers are not copied. */
    Record<Object, Object> record(int index);
}
