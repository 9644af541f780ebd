package io.millrace.internal.state;

import io.millrace.errors.MissingLibraryException;
import io.millrace.errors.StateDirectoryException;
import io.millrace.internal.epoch.Shard;
import io.millrace.internal.plan.NearestName;
import io.millrace.internal.plan.Plan;
import io.millrace.internal.plan.ShardGroup;
import io.millrace.internal.plan.StagePlan;
import io.millrace.internal.plan.StorePlan;
import io.millrace.runtime.StateSettings;
import io.millrace.runtime.StoreMetrics;
import io.millrace.runtime.TimeSource;
import io.millrace.state.StoreDefinition;
import io.millrace.state.StoreType;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The state of all shards of one run: made when a shard is assigned, found by its workers, retired and closed after them. To close
 * it may mean to write files, so the two are apart: whoever retires need not be the one who closes.
 *
 * <p>Thread-safe.
 */
public final class StateStores implements AutoCloseable {

    /** An offset that is not known, as after a commit that wrote nothing. */
    static final long UNKNOWN_OFFSET = -1;

    private final Plan plan;
    private final String group;
    private final StateSettings settings;
    private final TimeSource time;
    private final Map<StoreType, Storage> storages = new EnumMap<>(StoreType.class);
    private final GlobalTables globalTables;
    private final Map<Shard, ShardState> shards = new ConcurrentHashMap<>();
    private final Map<Shard, ShardState> retired = new ConcurrentHashMap<>();
    private final FlowingShards flowing = new FlowingShards();

    /** Several may open at a time, but none beside the end. */
    private final ReadWriteLock end = new ReentrantReadWriteLock();

    // Guarded by end:
    private boolean closed;

    /**
     * Makes no files yet.
     *
     * @param group the consumer group
     * @throws MissingLibraryException if a store needs RocksDB and the service does not have it
     * @throws StateDirectoryException if a store needs files and can't have them
     */
    public StateStores(Plan plan, String group, StateSettings settings, TimeSource time) {
        this.plan = plan;
        this.group = group;
        this.settings = settings;
        this.time = time;
        this.globalTables = new GlobalTables(plan.globalTableNames());
        plan.stores().forEach(store -> storages.computeIfAbsent(typeOf(store), type -> storage(type, store)));
    }

    /** Returns the consumer group that the state belongs to. */
    public String group() {
        return group;
    }

    /** Returns the tables that all workers share. */
    public GlobalTables globalTables() {
        return globalTables;
    }

    /** Returns which shards are this instance's at the moment. */
    public FlowingShards flowing() {
        return flowing;
    }

    /** Makes the state of {@code shard}, to be loaded. */
    public ShardState open(Shard shard) {
        end.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("Shard %s is opened after the end of its run".formatted(shard));
            }
            ShardState state = make(shard);
            shards.put(shard, state);
            return state;
        } finally {
            end.readLock().unlock();
        }
    }

    /** Returns the state of {@code shard} if it is open and in use. */
    public @Nullable ShardState of(Shard shard) {
        return shards.get(shard);
    }

    /** Returns whether state of partition {@code partition} of {@code shardGroup} is open, of whichever period. */
    public boolean isOpen(String shardGroup, int partition) {
        return all().anyMatch(shard -> shard.group().equals(shardGroup) && shard.partition() == partition);
    }

    /**
     * Returns the partitions of each shard group of which logged state is on this host's disk, open or not: less is to be read of
     * them than of others, unless the files turn out to be too old.
     */
    public Map<String, Set<Integer>> onDisk() {
        Map<String, Set<Integer>> found = new HashMap<>();
        plan.stores().stream().filter(store -> store.definition().logged()).forEach(store -> found.computeIfAbsent(
                        store.group(), any -> new HashSet<>())
                .addAll(storage(store).onDisk(store.name(), store.group())));
        return found;
    }

    /**
     * Returns a reader of {@code store}.
     *
     * @throws IllegalArgumentException if there is no such store
     */
    public StoreReader reader(String store) {
        List<String> names = plan.stores().stream().map(StorePlan::name).toList();
        return plan.stores().stream()
                .filter(known -> known.name().equals(store))
                .findFirst()
                .map(known -> new StoreReader(this, known, plan.stage(known.stage())))
                .orElseThrow(() -> new IllegalArgumentException("Topology '%s' has no store '%s'. %s"
                        .formatted(plan.topology(), store, NearestName.suggest(store, names))));
    }

    /** No worker and no commit uses the state of {@code shard} any more. It stays open until it is closed, and counts no more. */
    public void retire(Shard shard) {
        ShardState state = shards.get(shard);
        if (state != null) {
            retired.put(shard, state);
            shards.remove(shard); // not earlier: whoever waits for it opens the same files next
        }
    }

    /** Closes the state of {@code shard}, which no worker uses any more. May take as long as writing files does. */
    public void close(Shard shard) {
        retire(shard);
        ShardState state = retired.get(shard);
        if (state != null) {
            try {
                state.close();
            } finally {
                retired.remove(shard);
            }
        }
    }

    /** Returns what is here of each store, as far as it is loaded. Callable by any thread. */
    public List<StoreMetrics> sizes() {
        return plan.stores().stream().map(this::size).toList();
    }

    private StoreMetrics size(StorePlan store) {
        long entries = 0;
        long bytes = 0;
        for (ShardState shard : shards.values()) {
            if (shard.has(store.name())) {
                entries += shard.entries(store.name());
                bytes += shard.bytes(store.name());
            }
        }
        return new StoreMetrics(store.name(), store.stage(), entries, bytes);
    }

    /** Returns about how many bytes of state have changed since the last barrier. */
    public long changedBytes() {
        long bytes = 0;
        for (ShardState shard : shards.values()) { // asked at each poll, which a stream would slow down
            bytes += shard.changedBytes();
        }
        return bytes;
    }

    @Override
    public void close() {
        end.writeLock().lock();
        try {
            closed = true;
            EachClosed each = new EachClosed();
            all().forEach(shard -> each.then(() -> close(shard)));
            storages.values().forEach(storage -> each.then(storage::close));
            each.run();
        } finally {
            end.writeLock().unlock();
        }
    }

    /** Returns the name of the changelog of {@code store}. */
    String changelog(StoreDefinition<?> store) {
        return StorePlan.changelog(group, store.name());
    }

    /** Returns the open shards of {@code shardGroup}. */
    List<Shard> shards(String shardGroup) {
        return shards.keySet().stream()
                .filter(shard -> shard.group().equals(shardGroup))
                .toList();
    }

    /** Returns the tables of all workers in {@code store} of {@code shard}, which is open. */
    List<Table<?, ?>> tables(Shard shard, StorePlan store) {
        ShardState state = shards.get(shard);
        return state == null
                ? List.of()
                : IntStream.range(0, parallelism(store))
                        .<Table<?, ?>>mapToObj(worker -> state.table(store.name(), worker))
                        .toList();
    }

    /** Returns which worker of {@code stage} has which keys of {@code shard}. */
    Owners owners(StagePlan stage, Shard shard) {
        return Owners.of(stage, shard, new StageKeys(plan, group).of(stage));
    }

    private int parallelism(StorePlan store) {
        return plan.stage(store.stage()).parallelism();
    }

    private Stream<Shard> all() {
        return Stream.concat(shards.keySet().stream(), retired.keySet().stream());
    }

    private ShardState make(Shard shard) {
        ShardGroup inputs = plan.shardGroup(shard.group());
        List<StorePlan> plans = inputs.stores();
        return new ShardState(
                shard,
                inputs.division(),
                open(plans, shard),
                plans.stream()
                        .filter(store -> store.definition().logged())
                        .map(StorePlan::name)
                        .toList());
    }

    private Map<String, StoreShard<?, ?>> open(List<StorePlan> plans, Shard shard) {
        Map<String, StoreShard<?, ?>> opened = new HashMap<>();
        try {
            plans.forEach(store -> opened.put(store.name(), open(storage(store), parts(store, shard), shard)));
        } catch (RuntimeException | Error e) {
            opened.values().forEach(StoreShard::close);
            throw e;
        }
        return opened;
    }

    private <K, V> StoreShard<K, V> open(Storage storage, StoreParts<K, V> parts, Shard shard) {
        StoreShard<K, V> opened = storage.open(parts, shard);
        return settings.checkMutations() ? new CheckedStoreShard<>(opened, parts.format()) : opened;
    }

    private Storage storage(StorePlan store) {
        Storage storage = storages.get(typeOf(store));
        if (storage == null) {
            throw new IllegalStateException("Store '%s' is not of the plan".formatted(store.name()));
        }
        return storage;
    }

    /** RocksDB's classes are not touched where no store needs them: the service may not have them. */
    private Storage storage(StoreType type, StorePlan store) {
        return switch (type) {
            case IN_MEMORY -> new HeapStorage();
            case ROCKS_DB -> {
                RocksLibrary.require(store.name());
                yield new RocksStorage(
                        settings.directory().resolve(LocalFiles.safeName(group)), settings.rocksDbMemoryBytes(), time);
            }
        };
    }

    private StoreType typeOf(StorePlan store) {
        return store.definition().type().orElse(settings.storeType());
    }

    private StoreParts<?, ?> parts(StorePlan store, Shard shard) {
        StoreDefinition<?> definition = store.definition();
        StagePlan stage = plan.stage(store.stage());
        return new StoreParts<>(
                StoreFormat.of(definition, changelog(definition)),
                Lifetime.of(definition.ttl(), time),
                owners(stage, shard),
                stage.parallelism(),
                definition.logged());
    }
}
