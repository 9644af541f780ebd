package io.millrace.internal.state;

import io.millrace.internal.epoch.Shard;
import io.millrace.state.Entry;
import io.millrace.state.EntryIterator;
import io.millrace.state.StoreDefinition;
import io.millrace.state.StoreKind;
import io.millrace.state.TimerSource;
import io.millrace.state.TimerState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The stores of one worker: its tables of all shards that are open in it, and the views through which processors see them.
 *
 * <p>Confined to the worker.
 */
public final class WorkerStores {

    private final StateStores stores;
    private final List<StoreDefinition<?>> definitions;
    private final int worker;
    private final Map<Shard, ShardState> open = new HashMap<>();
    private final Map<Shard, Map<String, ShardTimers>> timers = new HashMap<>();
    private final List<CurrentTable<?, ?>> views = new ArrayList<>();
    private final List<TimerView<?>> timerViews = new ArrayList<>();

    /** {@code definitions} are the stores of the stage that {@code worker} belongs to. */
    public WorkerStores(StateStores stores, List<StoreDefinition<?>> definitions, int worker) {
        this.stores = stores;
        this.definitions = List.copyOf(definitions);
        this.worker = worker;
    }

    /** The records of {@code shard} follow; its state is loaded. Does nothing if it is open already. */
    public void open(Shard shard) {
        if (!definitions.isEmpty()) {
            open.computeIfAbsent(shard, this::stateOf);
            timers.computeIfAbsent(shard, this::timersOf);
        }
    }

    /** Returns the timers of {@code shard}, which is open, in the order of their stores. */
    public List<ShardTimers> timers(Shard shard) {
        return List.copyOf(timers.getOrDefault(shard, Map.of()).values());
    }

    /** Sets aside what has changed since the last barrier in all shards but {@code lost} ones, which are never committed. */
    public void sealAllBut(Set<Shard> lost) {
        open.forEach((shard, state) -> {
            if (!lost.contains(shard)) {
                tables(state).forEach(Table::seal);
            }
        });
    }

    /** No record of {@code shard} follows. */
    public void close(Shard shard) {
        open.remove(shard);
        timers.remove(shard);
        views.forEach(CurrentTable::forget);
        timerViews.forEach(TimerView::forget);
    }

    /** Removes up to {@code most} entries whose time to live is over; returns how many. */
    public int expire(int most) {
        int expired = 0;
        for (Table<?, ?> table : tables()) {
            if (expired < most) {
                expired += table.expire(most - expired);
            }
        }
        return expired;
    }

    /** Returns what a processor sees of {@code definition}: always the part that {@code current} points at. */
    public Object view(StoreDefinition<?> definition, CurrentKey current) {
        return switch (definition.kind()) {
            case KEY_VALUE ->
                new KeyValueView<Object, Object>(
                        table(definition, current), StoreFormat.plainKeys(definition, stores.changelog(definition)));
            case VALUE -> new ValueView<Object>(table(definition, current));
            case LIST -> new ListView<Object>(table(definition, current), compoundKeys(definition));
            case TIMERS -> timers(definition, current);
            case MAP -> new MapView<Object, Object>(table(definition, current), compoundKeys(definition));
        };
    }

    /** Returns what {@code store} has of {@code shard}, which is open; the walk goes on while entries change. */
    @SuppressWarnings("unchecked") // what a table holds is of the types of its definition
    public EntryIterator<Object, Object> entries(StoreDefinition<?> store, Shard shard) {
        ShardState state = open.get(shard);
        return state == null || !state.has(store.name())
                ? new NoEntries<>()
                : (EntryIterator<Object, Object>)
                        state.table(store.name(), worker).allOverBarriers();
    }

    /**
     * Returns copies of what {@code lookup} asks for of {@code store} in {@code shard}, as much as fits; null if the shard is not open.
     *
     * @param durable whether as of the last checkpoint, which not all stores know
     * @throws IllegalArgumentException if the store does not know it
     */
    public @Nullable StoredEntries read(
            StoreDefinition<?> store, Shard shard, Lookup lookup, boolean durable, StoredEntries.Limits limits) {
        ShardState state = open.get(shard);
        if (state == null) {
            return null;
        }
        return read(
                StoreFormat.of(store, stores.changelog(store)),
                state.table(store.name(), worker),
                lookup,
                durable,
                limits);
    }

    @SuppressWarnings("unchecked") // what a table holds is of the types of its definition
    private <K> StoredEntries read(
            StoreFormat<K, Object> format,
            Table<?, ?> found,
            Lookup lookup,
            boolean durable,
            StoredEntries.Limits limits) {
        Table<K, Object> table = (Table<K, Object>) found;
        Readable<K, Object> entries = durable ? table.durable() : table;
        if (entries == null) {
            throw new IllegalArgumentException("Store '%s' knows only its present state".formatted(format.store()));
        }
        return new BoundedRead<>(format, limits).read(entries, lookup);
    }

    /** Returns what makes record keys of {@code store} into bytes. Thread-safe. */
    public Function<Object, byte[]> keyBytes(StoreDefinition<?> store) {
        return StoreFormat.plainKeys(store, stores.changelog(store))::bytes;
    }

    /** Returns what a processor sees of the global table named {@code name}. */
    public Object globalTable(String name) {
        return stores.globalTables().of(name);
    }

    private <K, V> CurrentTable<K, V> table(StoreDefinition<?> definition, CurrentKey current) {
        CurrentTable<K, V> table = new CurrentTable<>(definition.name(), worker, open, current);
        views.add(table);
        return table;
    }

    private TimerView<Object> timers(StoreDefinition<?> definition, CurrentKey current) {
        TimerView<Object> view =
                new TimerView<>(definition.name(), current, shard -> timersOf(definition.name(), shard));
        timerViews.add(view);
        return view;
    }

    private ShardTimers timersOf(String store, Shard shard) {
        ShardTimers found = timers.getOrDefault(shard, Map.of()).get(store);
        if (found == null) {
            throw new IllegalStateException(
                    "Timers '%s' of shard %s are not open in worker %d".formatted(store, shard, worker));
        }
        return found;
    }

    private Map<String, ShardTimers> timersOf(Shard shard) {
        ShardState state = stateOf(shard);
        Map<String, ShardTimers> ofShard = new LinkedHashMap<>();
        for (StoreDefinition<?> store : definitions) {
            if (store.kind() == StoreKind.TIMERS && state.has(store.name())) {
                ofShard.put(store.name(), timers(store, state));
            }
        }
        return ofShard;
    }

    @SuppressWarnings("unchecked") // what a table of timers holds, and that a source's entries are of its types
    private ShardTimers timers(StoreDefinition<?> definition, ShardState state) {
        TimerSource source = definition.timerSource();
        if (source == null) {
            Table<CompoundKey, Long> table = (Table<CompoundKey, Long>) state.table(definition.name(), worker);
            return new ShardTimers(
                    definition.name(),
                    keyBytes(definition),
                    table,
                    new TimerRefill(
                            (EntryIterator<Object, Object>) (EntryIterator<?, ?>) table.allOverBarriers(),
                            entry -> (Long) entry.value()));
        }
        Table<Object, Object> entries =
                (Table<Object, Object>) state.table(source.store().name(), worker);
        return new ShardTimers(
                definition.name(),
                keyBytes(definition),
                null,
                new TimerRefill(entries.allOverBarriers(), entry -> due(source, entry)));
    }

    private static long due(TimerSource source, Entry<Object, Object> entry) {
        Object name = entry.key() instanceof CompoundKey compound ? compound.partKey() : TimerState.UNNAMED;
        long due = source.due().applyAsLong(name, entry.value());
        return due == Due.NEVER ? Due.NEVER : Due.byEventTime(due);
    }

    private CompoundKeys compoundKeys(StoreDefinition<?> definition) {
        return StoreFormat.compoundKeys(definition, stores.changelog(definition));
    }

    private List<Table<?, ?>> tables() {
        List<Table<?, ?>> tables = new ArrayList<>();
        open.values().forEach(state -> tables.addAll(tables(state)));
        return tables;
    }

    private List<Table<?, ?>> tables(ShardState state) {
        List<Table<?, ?>> tables = new ArrayList<>();
        for (StoreDefinition<?> store : definitions) {
            // A stage may have stores of several inputs, and inputs that it only passes on.
            if (state.has(store.name())) {
                tables.add(state.table(store.name(), worker));
            }
        }
        return tables;
    }

    private ShardState stateOf(Shard shard) {
        ShardState state = stores.of(shard);
        if (state == null) {
            throw new IllegalStateException("Shard %s was opened before its state".formatted(shard));
        }
        return state;
    }
}
