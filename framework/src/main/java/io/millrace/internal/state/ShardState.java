package io.millrace.internal.state;

import io.millrace.internal.epoch.Shard;
import io.millrace.internal.plan.Division;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** All state of one shard: its part of each store. See {@link StoreShard} for which thread may do what and when. */
public final class ShardState implements AutoCloseable {

    private final Shard shard;
    private final Division division;
    private final Map<String, StoreShard<?, ?>> stores;
    private final List<String> loggedStores;

    /** {@code loggedStores} are those of {@code stores} that have a changelog. */
    ShardState(Shard shard, Division division, Map<String, StoreShard<?, ?>> stores, List<String> loggedStores) {
        this.shard = shard;
        this.division = division;
        this.stores = Map.copyOf(stores);
        this.loggedStores = List.copyOf(loggedStores);
    }

    public Shard shard() {
        return shard;
    }

    /** Returns what makes this one shard of several, or the only one. */
    public Division division() {
        return division;
    }

    /** Returns the stores that have a changelog. */
    public List<String> loggedStores() {
        return loggedStores;
    }

    /**
     * Forgets what an earlier run has left of {@code store} unless it came from the changelog {@code changelogId}, such as the
     * topic's id. For the loader only, before it asks {@link #loadedTo(String)}.
     */
    public void useOnlyFor(String store, String changelogId) {
        of(store).useOnlyFor(changelogId);
    }

    /** Takes over one record of the changelog of {@code store}; null removes. For the loader only. */
    public void load(String store, byte[] key, byte @Nullable [] value, long timestamp) {
        of(store).load(key, value, timestamp);
    }

    /** Returns the changelog's offset from which loading of {@code store} has to go on; empty if from its beginning. */
    public OptionalLong loadedTo(String store) {
        return of(store).loadedTo();
    }

    /** Notes that everything before {@code offset} of the changelog of {@code store} is loaded. */
    public void loadedTo(String store, long offset) {
        of(store).loadedTo(offset);
    }

    /** Forgets everything that was loaded of {@code store}. For the loader only. */
    public void clear(String store) {
        of(store).clear();
    }

    /** Gives the sealed changes of all logged stores to {@code sink}. For the committer only. */
    public void forEachSealed(ChangeSink sink) {
        loggedStores.forEach(store -> of(store).forEachSealed(sink));
    }

    /**
     * The sealed changes are durable: forgets them. For the committer only.
     *
     * @param nextOffsets where the changelogs of the logged stores go on; a store that is left out was not written to
     */
    public void committed(Map<String, Long> nextOffsets) {
        stores.forEach((name, store) -> store.committed(nextOffsets.getOrDefault(name, StateStores.UNKNOWN_OFFSET)));
    }

    /** Returns about how many bytes have changed since the last barrier. Callable by any thread. */
    public long changedBytes() {
        long bytes = 0;
        for (StoreShard<?, ?> store : stores.values()) {
            bytes += store.changedBytes();
        }
        return bytes;
    }

    /** Returns about how many entries {@code store} has. Callable by any thread. */
    long entries(String store) {
        return of(store).entries();
    }

    /** Returns about how many bytes these take, serialized. Callable by any thread. */
    long bytes(String store) {
        return of(store).bytes();
    }

    @Override
    public void close() {
        EachClosed closed = new EachClosed();
        stores.values().forEach(store -> closed.then(store::close));
        closed.run();
    }

    /** Returns whether {@code store} is split like this shard's inputs. */
    boolean has(String store) {
        return stores.containsKey(store);
    }

    /** Returns the table of {@code worker} in {@code store}. */
    Table<?, ?> table(String store, int worker) {
        return of(store).table(worker);
    }

    private StoreShard<?, ?> of(String store) {
        StoreShard<?, ?> found = stores.get(store);
        if (found == null) {
            throw new IllegalArgumentException("Shard %s has no store '%s'".formatted(shard, store));
        }
        return found;
    }
}
