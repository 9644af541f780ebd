package io.millrace.internal.state;

import io.millrace.internal.epoch.Shard;
import io.millrace.internal.plan.Plan;
import io.millrace.internal.plan.StagePlan;
import io.millrace.internal.plan.StorePlan;
import io.millrace.runtime.StateSettings;
import io.millrace.runtime.TimeSource;
import io.millrace.state.StoreDefinition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The state of all shards of one run: made when a shard is assigned, found by its workers, closed after them. Thread-safe. */
public final class StateStores implements AutoCloseable {

    /** An offset that is not known, as after a commit that wrote nothing. */
    static final long UNKNOWN_OFFSET = -1;

    private final Plan plan;
    private final String group;
    private final StateSettings settings;
    private final TimeSource time;
    private final Map<Shard, ShardState> shards = new ConcurrentHashMap<>();

    /** {@code group} is the consumer group. */
    public StateStores(Plan plan, String group, StateSettings settings, TimeSource time) {
        this.plan = plan;
        this.group = group;
        this.settings = settings;
        this.time = time;
    }

    /** Makes the state of {@code shard}, to be loaded. */
    public ShardState open(Shard shard) {
        Map<String, StoreShard<?, ?>> stores = new HashMap<>();
        List<StorePlan> plans = plan.stores().stream()
                .filter(store -> store.group().equals(shard.group()))
                .toList();
        plans.forEach(store -> stores.put(store.name(), storeShard(store, shard)));
        ShardState state = new ShardState(
                shard,
                stores,
                plans.stream()
                        .filter(store -> store.definition().logged())
                        .map(StorePlan::name)
                        .toList());
        shards.put(shard, state);
        return state;
    }

    /** Returns the state of {@code shard} if it is open. */
    public @Nullable ShardState of(Shard shard) {
        return shards.get(shard);
    }

    /** Closes the state of {@code shard}, which no worker uses any more. */
    public void close(Shard shard) {
        ShardState state = shards.remove(shard);
        if (state != null) {
            state.close();
        }
    }

    /** Returns about how many bytes of state have changed since the last barrier. */
    public long changedBytes() {
        return shards.values().stream().mapToLong(ShardState::changedBytes).sum();
    }

    @Override
    public void close() {
        List.copyOf(shards.keySet()).forEach(this::close);
    }

    /** Returns the name of the changelog of {@code store}. */
    String changelog(StoreDefinition<?> store) {
        return StorePlan.changelog(group, store.name());
    }

    private StoreShard<?, ?> storeShard(StorePlan store, Shard shard) {
        return checked(parts(store, shard));
    }

    private <K, V> StoreShard<K, V> checked(StoreParts<K, V> parts) {
        StoreShard<K, V> storeShard = new HeapStoreShard<>(parts);
        return settings.checkMutations()
                ? new CheckedStoreShard<>(storeShard, parts.format(), parts.workers())
                : storeShard;
    }

    private StoreParts<?, ?> parts(StorePlan store, Shard shard) {
        StoreDefinition<?> definition = store.definition();
        StagePlan stage = plan.stage(store.stage());
        return new StoreParts<>(
                StoreFormat.of(definition, changelog(definition)),
                Lifetime.of(definition.ttl(), time),
                Owners.of(stage, shard),
                stage.parallelism(),
                definition.logged());
    }
}
