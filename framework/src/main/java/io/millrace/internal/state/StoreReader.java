package io.millrace.internal.state;

import io.millrace.internal.epoch.Shard;
import io.millrace.internal.plan.StagePlan;
import io.millrace.internal.plan.StorePlan;
import io.millrace.state.Entry;
import io.millrace.state.EntryIterator;
import io.millrace.state.KeyValueStore;
import io.millrace.state.ListState;
import io.millrace.state.MapState;
import io.millrace.state.StoreKind;
import io.millrace.state.ValueState;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads one store of a run whose workers stand still, whichever of them has the entry: for tests.
 *
 * <p>A value of a list store is a {@link List}, of a map store a {@link Map}.
 *
 * <p>Confined to the thread that steps the run.
 */
public final class StoreReader {

    private final StateStores stores;
    private final StorePlan store;
    private final StagePlan stage;

    /** {@code stage} is that of the store. */
    StoreReader(StateStores stores, StorePlan store, StagePlan stage) {
        this.stores = stores;
        this.store = store;
        this.stage = stage;
    }

    /** Returns the numbers of the partitions that are open here: those of the store's changelog. */
    public Set<Integer> partitions() {
        Set<Integer> partitions = new TreeSet<>();
        stores.shards(store.group()).forEach(shard -> partitions.add(shard.partition()));
        return partitions;
    }

    /** Returns the value of {@code key} in {@code partition}. */
    public Optional<Object> get(int partition, Object key) {
        return shard(partition).flatMap(shard -> get(shard, key));
    }

    /** Returns all entries of {@code partition}, in no particular order. */
    public Map<Object, Object> entries(int partition) {
        Map<Object, Object> entries = new LinkedHashMap<>();
        shard(partition).ifPresent(shard -> keys(shard)
                .forEach(key -> get(shard, key).ifPresent(value -> entries.put(key, value))));
        return entries;
    }

    private Optional<Shard> shard(int partition) {
        return stores.shards(store.group()).stream()
                .filter(shard -> shard.partition() == partition)
                .findFirst();
    }

    /** Asks the worker that has the key: the others may see what is on the disk, and that is older. */
    private Optional<Object> get(Shard shard, Object key) {
        return read(view(stores.owners(stage, shard).worker(key), shard, key), key);
    }

    private Object view(int worker, Shard shard, Object key) {
        WorkerStores itsStores = new WorkerStores(stores, List.of(store.definition()), worker);
        itsStores.open(shard);
        return itsStores.view(store.definition(), new FixedKey(shard, key));
    }

    @SuppressWarnings("unchecked") // a view of a store's kind, whose types only the caller knows
    private Optional<Object> read(Object view, Object key) {
        return switch (store.definition().kind()) {
            case KEY_VALUE -> Optional.ofNullable(((KeyValueStore<Object, Object>) view).get(key));
            case VALUE -> Optional.ofNullable(((ValueState<Object>) view).get());
            case LIST ->
                Optional.<Object>of(((ListState<Object>) view).get()).filter(list -> !((List<?>) list).isEmpty());
            case TIMERS ->
                throw new IllegalArgumentException("'%s' has timers, which can't be read".formatted(store.name()));
            case MAP ->
                Optional.<Object>of(map((MapState<Object, Object>) view)).filter(map -> !((Map<?, ?>) map).isEmpty());
        };
    }

    private static Map<Object, Object> map(MapState<Object, Object> state) {
        Map<Object, Object> map = new LinkedHashMap<>();
        try (EntryIterator<Object, Object> entries = state.entries()) {
            entries.forEachRemaining(entry -> map.put(entry.key(), entry.value()));
        }
        return map;
    }

    private Set<Object> keys(Shard shard) {
        Set<Object> keys = new LinkedHashSet<>();
        for (Table<?, ?> table : stores.tables(shard, store)) {
            try (EntryIterator<?, ?> entries = table.all()) {
                entries.forEachRemaining(entry -> keys.add(key(entry)));
            }
        }
        return keys;
    }

    private Object key(Entry<?, ?> entry) {
        StoreKind kind = store.definition().kind();
        boolean isCompound = kind == StoreKind.LIST || kind == StoreKind.MAP || kind == StoreKind.TIMERS;
        return isCompound ? ((CompoundKey) entry.key()).recordKey() : entry.key();
    }

    /** As if a record with this key were in hand. */
    private record FixedKey(Shard shard, Object key) implements CurrentKey {}
}
