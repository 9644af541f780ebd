package io.millrace.internal.state;

import io.millrace.internal.epoch.Shard;

/** Whose state is meant: that of the record which a processor has in hand. Confined to the worker. */
public interface CurrentKey {

    /**
     * Returns the shard of the record in hand.
     *
     * @throws IllegalStateException if there is none
     */
    Shard shard();

    /**
     * Returns the key of the record in hand.
     *
     * @throws IllegalStateException if there is none, or if its key is null
     */
    Object key();
}
