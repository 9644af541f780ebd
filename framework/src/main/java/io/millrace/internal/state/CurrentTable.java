package io.millrace.internal.state;

import io.millrace.internal.epoch.Shard;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the table that the record in hand may see. Confined to the worker.
 *
 * <p>Records mostly follow others of their shard, so the last one's table is kept.
 */
final class CurrentTable<K, V> {

    private final String store;
    private final int worker;
    private final Map<Shard, ShardState> open;
    private final CurrentKey current;
    private @Nullable Shard lastShard;
    private @Nullable Table<K, V> lastTable;

    /** {@code open} are the shards that are open in {@code worker}. */
    CurrentTable(String store, int worker, Map<Shard, ShardState> open, CurrentKey current) {
        this.store = store;
        this.worker = worker;
        this.open = open;
        this.current = current;
    }

    /**
     * Returns the table of the current record's shard.
     *
     * @throws IllegalStateException if no record is being processed
     */
    Table<K, V> get() {
        Shard shard = current.shard();
        Table<K, V> table = lastTable;
        if (table == null || shard != lastShard) {
            table = find(shard);
            lastTable = table;
            lastShard = shard;
        }
        return table;
    }

    /**
     * Returns the key of the current record.
     *
     * @throws IllegalStateException if no record is being processed, or if it has no key
     */
    Object key() {
        return current.key();
    }

    /** Lets go of the last table. */
    void forget() {
        lastShard = null;
        lastTable = null;
    }

    String store() {
        return store;
    }

    @SuppressWarnings("unchecked") // the types of a store's entries are those of its definition, and so of its views
    private Table<K, V> find(Shard shard) {
        ShardState state = open.get(shard);
        if (state == null) {
            throw new IllegalStateException(
                    "Store '%s' of shard %s is not open in worker %d".formatted(store, shard, worker));
        }
        return (Table<K, V>) state.table(store, worker);
    }
}
