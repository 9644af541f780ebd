package io.millrace.sink;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the records of one worker, a batch at a time.
 *
 * <p>It has a thread of its own, so it may wait as long as it takes, and is called by no other. Bound its waits all the same, by
 * timeouts of the connection: a call that never returns stops the stream.
 */
@FunctionalInterface
public interface BatchWriter<K extends @Nullable Object, V extends @Nullable Object> {

    /**
     * Writes {@code batch}, and returns when it is durable: the checkpoint counts on it from then on.
     *
     * @param batch at least one record; those of one source partition come in their order, over all batches
     * @throws RefusedException if no later try would do better, because of what the records are. Then they are written in smaller
     *     batches until those are found that are refused, and these go the way of records that failed
     * @throws UnavailableException if the reason is not the records: they are tried again as the retry policy says, and the topology
     *     fails when the tries are used up
     * @throws Exception for any other reason: it is called again with the same records, as the retry policy says; when the tries are used
     *     up, with smaller batches. What it has written of them may be written twice then, unless it goes by their ids
     */
    void write(List<SinkRecord<K, V>> batch) throws Exception;

    /**
     * Keeps in mind that {@code record} was given up, as a dead letter for example: nothing of it is written, and what lies behind it is.
     * When this returns, that is durable. Should the record come again, {@link #write} refuses it again: what was made of it
     * instead, in Kafka, may be lost with the checkpoint, and is made again then.
     *
     * <p>Called only where records have {@linkplain SinkRecord#id() ids}, before anything behind {@code record} in its channel is written,
     * and perhaps several times for one. A record of which the sink has newer ones already was seen to by another writer: nothing is to
     * be kept of it.
     *
     * @param replayFrom no record of the channel comes again whose input's offset is less; what was kept of these may be forgotten
     * @throws Exception for whatever reason: it is called again, as the retry policy says
     */
    default void giveUp(SinkRecord<K, V> record, long replayFrom) throws Exception {
        throw new UnsupportedOperationException(
                "A record was refused, and writer '%s', which goes by output ids, can't keep that in mind: a replay would take the record for written. Implement giveUp, or let refused records fail the topology"
                        .formatted(getClass().getName()));
    }

    /** The worker ends, or has failed. */
    default void close() throws Exception {}
}
