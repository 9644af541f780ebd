package io.millrace.internal.stage;

import io.millrace.internal.exchange.NoRecord;
import io.millrace.internal.exchange.Origin;
import io.millrace.state.EntryIterator;
import java.util.function.Function;

/**
 * A table of one shard that is being told.
 *
 * <p>Confined to the worker.
 *
 * @param position of the node that tells it
 * @param entries what is left of it
 * @param standing what is told counts with the input there
 * @param keyBytes makes its keys into bytes
 */
record TableWalk(
        int position,
        ShardTime shard,
        EntryIterator<Object, Object> entries,
        Origin standing,
        Function<Object, byte[]> keyBytes)
        implements AutoCloseable {

    /** Returns what the entry of {@code key} is told as. */
    Origin originOf(Object key) {
        return standing.of(NoRecord.toldEntry(key, keyBytes));
    }

    @Override
    public void close() {
        entries.close();
    }
}
