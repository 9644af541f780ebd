package io.millrace.processor;

import org.jspecify.annotations.Nullable;

/**
 * Writes the records of one source partition, an epoch at a time (the idea of Spark's {@code ForeachWriter}).
 *
 * <p>The worker that has the partition's records calls it, and nothing flows there meanwhile. What it throws fails the record, or the
 * epoch, and with it the topology.
 */
public interface RecordWriter<K extends @Nullable Object, V extends @Nullable Object> {

    /**
     * The first record of an epoch has come, and is processed next.
     *
     * @param epoch its number in this run of the topology. Numbers begin at 1 with each run, so they do not tell a replay from what is
     *     new; {@code foreachBatch} has numbers that do
     * @return whether the records of this epoch are to be processed; if not, they are passed over, and {@link #close} is called all the
     *     same
     */
    default boolean open(SourcePartition partition, long epoch) {
        return true;
    }

    /** Writes one record. */
    void process(Record<K, V> record);

    /**
     * The epoch's last record was processed: what is written has to be durable when this returns, since the checkpoint counts on it.
     *
     * @param error what ended the epoch before its time, so that its records will come again; null if nothing did
     */
    default void close(@Nullable Throwable error) {}
}
