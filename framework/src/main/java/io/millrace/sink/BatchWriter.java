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
     * @throws Exception for any other reason: it is called again with the same records, as the retry policy says. What it has
     *     written of them may be written twice then, unless it goes by their ids
     */
    void write(List<SinkRecord<K, V>> batch) throws Exception;

    /** The worker ends, or has failed. */
    default void close() throws Exception {}
}
