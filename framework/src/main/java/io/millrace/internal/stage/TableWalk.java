package io.millrace.internal.stage;

import io.millrace.internal.exchange.Origin;
import io.millrace.state.EntryIterator;

/**
 * A table of one shard that is being told.
 *
 * <p>Confined to the worker.
 *
 * @param position of the node that tells it
 * @param entries what is left of it
 * @param origin what is told counts as made of the input there
 */
record TableWalk(int position, ShardTime shard, EntryIterator<Object, Object> entries, Origin origin)
        implements AutoCloseable {

    @Override
    public void close() {
        entries.close();
    }
}
